// What a turn costs when each process runs one, two and four times, on PostgreSQL and a Redis with sentinels:
//   node tests/load/replicas_bench.mjs [SECONDS]
import { Cluster } from '../faults/cluster.mjs';
import { Citizens, usage } from './town_load.mjs';

const seconds = Number(process.argv[2] ?? 20);
const perSecond = 30;

// By process, without what stands for other machines: the stores are counted apart.
function processesOf(cluster) {
  const found = new Map();
  for (const child of cluster.children) {
    const name = /amtslotse-(\w+)$/.exec(child.spawnfile)?.[1];
    if (name) found.set(`${name} ${child.pid}`, child.pid);
  }
  return found;
}
const cpu = (cluster) => Object.values(usage(processesOf(cluster))).reduce((total, one) => total + one.cpuMs, 0);
const transactions = (cluster) =>
  Number(
    cluster.postgres.query("SELECT sum(xact_commit + xact_rollback) FROM pg_stat_database WHERE datname <> 'postgres'"),
  );

for (const count of [1, 2, 4]) {
  const cluster = await Cluster.start(count);
  try {
    const citizens = new Citizens(cluster.url);
    await citizens.begin(30);
    await citizens.stream({ turn: perSecond }, 3);
    const before = {
      cpu: cpu(cluster),
      scripts: await cluster.sentinels.scripts(),
      transactions: transactions(cluster),
    };
    const { turn } = await citizens.stream({ turn: perSecond }, seconds);
    const each = (after, earlier) => ((after - earlier) / turn).toFixed(2);
    const scripts = each(await cluster.sentinels.scripts(), before.scripts);
    const line = `${each(cpu(cluster), before.cpu)} ms CPU, ${scripts} round trips to Redis`;
    process.stdout.write(
      `${count} of each: ${turn} turns, a turn costs ${line}, ` +
        `${each(transactions(cluster), before.transactions)} transactions; ${citizens.failures.length} errors\n`,
    );
  } finally {
    await cluster.remove();
  }
}
