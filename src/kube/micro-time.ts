/** Kubernetes' MicroTime: RFC 3339 with exactly six digits of the second. @param time milliseconds since 1970 */
export function microTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, -1)}000Z`;
}
