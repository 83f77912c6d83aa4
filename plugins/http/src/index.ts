import type { AnyTask, AnyTrigger } from '@windhover/plugin-sdk';
import { download } from './download.ts';
import { request } from './request.ts';
import { httpTrigger } from './trigger.ts';

export const httpTasks: readonly AnyTask[] = [download, request];
export const httpTriggers: readonly AnyTrigger[] = [httpTrigger];
