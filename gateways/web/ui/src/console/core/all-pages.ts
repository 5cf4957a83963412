// A list that comes in pages: the first is shown at once, the others as they come.
import { api } from './api';

const FIRST_PAGE = 100;
const LARGEST_PAGE = 500;

/** `arrived` hears of all rows so far, whether they are all, and the last answer; what it returns as false ends it. */
export async function allPages<Row, Answer = unknown>(
  rpc: string,
  key: string,
  body: object,
  arrived: (rows: Row[], complete: boolean, answer: Answer) => boolean | void,
  most = Infinity,
): Promise<Row[]> {
  let rows: Row[] = [];
  let pageToken = '';
  do {
    const answer = await api.call<Record<string, unknown>>(rpc, {
      ...body,
      pageSize: pageToken ? LARGEST_PAGE : FIRST_PAGE,
      pageToken,
    });
    rows = [...rows, ...((answer[key] as Row[] | undefined) ?? [])];
    pageToken = rows.length < most ? ((answer.nextPageToken as string | undefined) ?? '') : '';
    if (arrived(rows, !pageToken, answer as Answer) === false) break;
  } while (pageToken);
  return rows;
}
