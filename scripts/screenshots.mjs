// npm run screenshots: takes the pictures of docs/console.md anew, by the test that opens every view of the console.
process.env.DRAGOMAN_SCREENSHOTS = '1';
process.argv.splice(2, Infinity, 'e2e/console/views');
await import('./test.mjs');
