// One line of `./amtslotse bench`, as tests/bench/report.h prints them.
export function print(name, value, unit, { to = '', by = 0, goal, atMost = true } = {}) {
  const reached = goal === undefined || (atMost ? value <= goal : value >= goal);
  const goalText = goal === undefined ? '-' : `${atMost ? '<=' : '>='} ${goal}`;
  const ratio = by > 0 ? value / by : null;
  if (process.env.AMTSLOTSE_BENCH_JSON) console.log(JSON.stringify({ name, value, unit, ratio, to, goal: goalText, reached }));
  else console.log(`${name}, ${value.toPrecision(4)}, ${unit}, ${ratio === null ? '-' : ratio.toPrecision(3)}, ${to || '-'}, ${goalText}${reached ? '' : ' MISSED'}`);
}
