/** A stand-in model as a program: `model-program.js SERVED-NAME PORT`. */
import { startStandInModel } from '../../../../demo/stand-in-model.js';

const [name = 'stand-in/small', port = '0'] = process.argv.slice(2);
await startStandInModel({ name, port: Number(port), behaviour: { delay: 0, gap: 0 } });
