// npm start: everything that the project needs, in one terminal. Ctrl-C stops it.
import { supervise } from './supervisor.mjs';

await supervise();
process.exit(); // nothing may hold a process that has said that it is done
