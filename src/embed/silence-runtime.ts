/**
 * Keeps onnxruntime from telling its maker of every session: from 1.30 on it keeps an identifier of the device and a queue of
 * events in the home folder, and looks for a host to send them to. Nobody named that host.
 *
 * Must run on the main thread, before the first session: native code does not see the copy that a thread has of `process.env`.
 */
export function silenceRuntime(): void {
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
}
