import type { AnyTask, AnyTrigger } from '@windhover/plugin-sdk';
import { download } from './download.ts';
import { request } from './request.ts';
import { sseRequest } from './sse-request.ts';
import { httpTrigger } from './trigger.ts';

export const httpTasks: readonly AnyTask[] = [download, request, sseRequest];
export const httpTriggers: readonly AnyTrigger[] = [httpTrigger];
