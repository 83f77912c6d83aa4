/** What is said of identity providers that bring users and groups into a tenant. */
export const provisioningText = {
  create: 'Connect provider',
  search: 'Search providers',
  columns: { name: 'Name', description: 'Description', address: 'SCIM address', enabled: 'Enabled' },
  name: 'Name',
  nameText: 'Of the identity provider, such as okta.',
  description: 'Description',
  empty: 'No provider is connected',
  emptyText:
    'An identity provider such as Okta or Entra can keep users and groups of this tenant as it has them, by SCIM 2.0.',
  shownTitle: (name: string) => `Provider “${name}” is connected`,
  shownText: (address: string) =>
    `Give the provider the address ${address} and this token. Copy it now: it is shown this once and kept nowhere.`,
  token: 'token',
  address: 'address',
  enable: (name: string) => `Let “${name}” provision`,
  switchFailed: 'The provider could not be switched',
  onlySuperadmins: 'Only superadmins connect identity providers',
  remove: 'Disconnect',
  removeTitle: (name: string) => `Disconnect “${name}”?`,
  removeText: 'Its token stops working at once. The users and groups that it brought stay.',
  removed: (name: string) => `“${name}” is disconnected.`,
};
