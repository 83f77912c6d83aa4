import { requestJson, send } from './request.ts';
import { tenantPath } from './mount.ts';
import type { AuthMethods, Configs, Me, SetupState, SignedOut, TenantAccess } from './wire.ts';

export const session = {
  isInitialized: async (): Promise<boolean> =>
    (await requestJson<{ isBasicAuthInitialized: boolean }>('/configs/login')).isBasicAuthInitialized,
  signIn: (username: string, password: string) =>
    requestJson<Me>('/login', { method: 'POST', json: { username, password } }),
  methods: () => requestJson<AuthMethods>('/auths'),
  forgotPassword: (username: string) => send('/forgotten-password', { method: 'POST', json: { username } }),
  resetPassword: (token: string, password: string) =>
    send('/reset-password', { method: 'POST', json: { token, password } }),
  signOut: () => requestJson<SignedOut>('/logout', { method: 'POST' }),
  me: () => requestJson<Me>('/me'),
  configs: () => requestJson<Configs>('/configs'),
  access: (tenant: string | undefined, userId: string) =>
    requestJson<TenantAccess>(tenantPath(tenant, `/tenant-access/${encodeURIComponent(userId)}`)),
  changePassword: (oldPassword: string, newPassword: string) =>
    send('/me/password', { method: 'PUT', json: { oldPassword, newPassword } }),
};

export interface SetupRequest {
  readonly username: string;
  readonly password: string;
  readonly tenant?: { readonly id: string; readonly name: string };
}

export const setup = {
  get: () => requestJson<SetupState>('/setup'),
  run: (request: SetupRequest, token: string) =>
    requestJson<unknown>('/setup', {
      method: 'POST',
      json: request,
      ...(token === '' ? {} : { headers: { 'X-Setup-Token': token } }),
    }),
};
