// helm test of mode extension: ADDRESS of the Service. Asks gRPC's own health service, as Envoy does.
const { connect } = require('node:http2');
const address = process.argv[1];
const EMPTY_MESSAGE = Buffer.alloc(5);
const SERVING = 1;
function fail(why) {
  console.error(`${address}: ${why}`);
  process.exit(1);
}
const session = connect(address).on('error', ({ message }) => fail(message));
session.setTimeout(10_000, () => fail('no answer within 10 s'));
const stream = session.request({
  ':method': 'POST',
  ':path': '/grpc.health.v1.Health/Check',
  'content-type': 'application/grpc',
  te: 'trailers',
});
const chunks = [];
stream.on('error', ({ message }) => fail(message));
stream.on('data', (chunk) => chunks.push(chunk));
stream.on('end', () => {
  // Five bytes of gRPC's frame, then field 1 of HealthCheckResponse: a tag and the status.
  if (Buffer.concat(chunks)[6] !== SERVING) fail('answers, but does not serve');
  console.log(`${address} serves`);
  session.close();
});
stream.end(EMPTY_MESSAGE);
