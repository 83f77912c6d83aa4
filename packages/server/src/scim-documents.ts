/** What this side of SCIM says of itself (RFC 7643, sections 5 to 7). */
import type { JsonObject } from '@windhover/model';
import { maxScimPage, scimSchemas } from '@windhover/services';

export const serviceProviderConfig: Record<string, JsonObject[string]> = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: maxScimPage },
  changePassword: { supported: false },
  sort: { supported: true },
  etag: { supported: false },
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'API token',
      description: 'The token of the security integration, as a bearer',
      primary: true,
    },
  ],
};

export const scimResourceTypes: readonly JsonObject[] = (['User', 'Group'] as const).map((id) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
  id,
  name: id,
  endpoint: `/${id}s`,
  schema: scimSchemas[id],
}));

type Attribute = JsonObject & { readonly name: string };

const externalId = attribute('externalId', { caseExact: true });

export const scimSchemaDocuments: readonly JsonObject[] = [
  schema('User', [
    attribute('userName', { required: true, uniqueness: 'server' }),
    complex('name', false, [
      attribute('formatted', { mutability: 'readOnly' }),
      attribute('givenName'),
      attribute('familyName'),
    ]),
    attribute('displayName', { mutability: 'readOnly' }),
    complex('emails', true, [attribute('value'), attribute('type'), attribute('primary', { type: 'boolean' })]),
    attribute('active', { type: 'boolean' }),
    complex('groups', true, [attribute('value'), attribute('display')], { mutability: 'readOnly' }),
    externalId,
  ]),
  schema('Group', [
    attribute('displayName', { required: true, uniqueness: 'server' }),
    complex('members', true, [
      attribute('value', { mutability: 'immutable' }),
      attribute('display', { mutability: 'readOnly' }),
      attribute('type', { mutability: 'immutable' }),
    ]),
    externalId,
  ]),
];

function schema(name: 'User' | 'Group', attributes: readonly Attribute[]): JsonObject {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
    id: scimSchemas[name],
    name,
    attributes,
  };
}

function attribute(name: string, more: JsonObject = {}): Attribute {
  return {
    name,
    type: 'string',
    multiValued: false,
    required: false,
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    ...more,
  };
}

function complex(
  name: string,
  multiValued: boolean,
  subAttributes: readonly Attribute[],
  more: JsonObject = {},
): Attribute {
  return attribute(name, { type: 'complex', multiValued, subAttributes, ...more });
}
