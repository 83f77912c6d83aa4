import type { AnyTask } from '@windhover/plugin-sdk';
import { download } from './download.ts';
import { request } from './request.ts';

export const httpTasks: readonly AnyTask[] = [download, request];
