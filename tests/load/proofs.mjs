// Proofs of work, done by a program: a citizen's browser does its own, thousands of them are not on this machine.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from '../integration/paths.mjs';

export class Proofs {
  constructor() {
    this.waiting = [];
    this.child = spawn(join(build, 'tests', 'load', 'proof_solver'), { stdio: ['pipe', 'pipe', 'inherit'] });
    createInterface({ input: this.child.stdout }).on('line', (number) => this.waiting.shift()(Number(number)));
    this.ended = new Promise((resolve) => this.child.once('close', resolve));
  }

  // A challenge in ALTCHA's form → its solution, as the booking page sends it.
  async solve({ algorithm, challenge, salt, signature, maxnumber }) {
    const number = await new Promise((resolve) => {
      this.waiting.push(resolve);
      this.child.stdin.write(`${salt} ${challenge} ${maxnumber}\n`);
    });
    return Buffer.from(JSON.stringify({ algorithm, challenge, number, salt, signature })).toString('base64');
  }

  async stop() {
    this.child.stdin.end();
    await this.ended;
  }
}
