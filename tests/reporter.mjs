// Reports node's tests in lines and writes "PASSED FAILED" into the file $AMTSLOTSE_COUNTS, then for each file in which
// something failed "PASSED FAILED PATH".
// Suites are no tests; a file that ends badly without a failed test of its own counts as one.
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';

const isFile = (data) => data.nesting === 0 && data.file !== undefined && basename(data.name) === basename(data.file);
const isSuite = (data) => data.details?.type === 'suite';

export default async function* report(events) {
  let passed = 0;
  let failed = 0;
  let before = { passed: 0, failed: 0 }; // the outermost test or suite that runs now; they run one after the other
  const files = new Map();
  for await (const { type, data } of events) {
    if (type === 'test:diagnostic' || type === 'test:stderr' || type === 'test:stdout') {
      if (type !== 'test:diagnostic') yield data.message;
    } else if (type === 'test:pass' && !isFile(data) && !isSuite(data)) {
      const skipped = data.skip !== undefined || data.todo !== undefined;  // a test that did not run did not pass
      skipped ? ++failed : ++passed;
      yield `${skipped ? 'FAIL (skipped)' : 'ok'} ${data.name}\n`;
    } else if (type === 'test:fail') {
      const error = data.details?.error;
      const fromWithin = error?.failureType === 'subtestsFailed';
      if (!fromWithin || !(isSuite(data) || isFile(data) || failed > before.failed)) {
        ++failed;
        yield `FAIL ${data.name}\n${error?.cause?.stack ?? error?.cause ?? error?.stack ?? ''}\n`;
      }
    }
    if ((type === 'test:pass' || type === 'test:fail') && data.nesting === 0) {
      const file = files.get(data.file) ?? { passed: 0, failed: 0 };
      files.set(data.file, { passed: file.passed + passed - before.passed, failed: file.failed + failed - before.failed });
      before = { passed, failed };
    }
  }
  const broken = [...files].filter(([, counts]) => counts.failed > 0);
  const lines = [`${passed} ${failed}`, ...broken.map(([path, counts]) => `${counts.passed} ${counts.failed} ${path}`)];
  if (process.env.AMTSLOTSE_COUNTS) writeFileSync(process.env.AMTSLOTSE_COUNTS, `${lines.join('\n')}\n`);
  yield `${passed} passed, ${failed} failed\n`;
}
