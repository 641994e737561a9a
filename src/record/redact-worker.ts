/** The entry of the thread that redacts prompts. */
import { parentPort } from 'node:worker_threads';
import { redactMessages } from './redact-messages.js';
import type { RedactionAnswer, RedactionJob } from './redaction-thread.js';

parentPort?.on('message', ({ job, messages }: RedactionJob) => {
  const answer: RedactionAnswer = { job, messages: redactMessages(messages) };
  parentPort?.postMessage(answer);
});
