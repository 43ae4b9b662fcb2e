// Goes in: the bytes of one connection as they arrive. Comes out: one call for each whole HTTP/1.1 message.
// Both ends of the measurement read with it: a full HTTP parser would make them, not the gateway, the limit.

export interface Message {
  /** The start line and the header fields. */
  head: string;
  /** Latin-1, so that one byte is one character; '' if bodies are not kept. */
  body: string;
  bodyBytes: number;
}

const headEnd = Buffer.from('\r\n\r\n');
const lineEnd = Buffer.from('\r\n');

export interface MessageReader {
  /** The bytes are only valid during the call; what is needed longer is copied. */
  read(bytes: Buffer): void;
}

export function createMessageReader(
  onMessage: (message: Message) => void,
  { keepBodies }: { keepBodies: boolean },
): MessageReader {
  let carried: Buffer | null = null;
  let head: string | null = null;
  /** Bytes of the body, or of the chunk, still to come. */
  let missing = 0;
  let isChunked = false;
  /** In a chunked body: what comes next. */
  let next: 'size' | 'data' | 'gap' | 'trailer' = 'size';
  let pieces: string[] = [];
  let bodyBytes = 0;

  const finish = (): void => {
    const message = { head: head ?? '', body: pieces.join(''), bodyBytes };
    head = null;
    pieces = [];
    bodyBytes = 0;
    missing = 0;
    isChunked = false;
    onMessage(message);
  };
  const takeBody = (bytes: Buffer, at: number): number => {
    const end = Math.min(bytes.length, at + missing);
    if (keepBodies) pieces.push(bytes.toString('latin1', at, end));
    bodyBytes += end - at;
    missing -= end - at;
    return end;
  };
  /** The place after what was taken, or -1 when more bytes are needed. */
  const takeChunked = (bytes: Buffer, at: number): number => {
    if (next === 'data') {
      const end = takeBody(bytes, at);
      if (missing === 0) next = 'gap';
      return end;
    }
    const end = bytes.indexOf(lineEnd, at);
    if (end < 0) return -1;
    if (next === 'size') {
      missing = Number.parseInt(bytes.toString('latin1', at, end), 16);
      if (Number.isNaN(missing)) throw new Error('A chunk without a size.');
      next = missing === 0 ? 'trailer' : 'data';
    } else if (next === 'gap') {
      next = 'size';
    } else if (end === at) {
      next = 'size';
      finish();
    }
    return end + 2;
  };
  const takeHead = (bytes: Buffer, at: number): number => {
    const end = bytes.indexOf(headEnd, at);
    if (end < 0) return -1;
    const fields = bytes.toString('latin1', at, end + 2);
    const length = /\r\ncontent-length: *(\d+)/i.exec(fields);
    if (length) missing = Number(length[1]);
    else isChunked = /\r\ntransfer-encoding: *chunked/i.test(fields);
    head = fields;
    if (missing === 0 && !isChunked) finish();
    return end + 4;
  };

  return {
    read(arrived) {
      const bytes = carried ? Buffer.concat([carried, arrived]) : arrived;
      carried = null;
      let at = 0;
      while (at < bytes.length) {
        const from = at;
        if (head === null) at = takeHead(bytes, at);
        else if (isChunked) at = takeChunked(bytes, at);
        else {
          at = takeBody(bytes, at);
          if (missing === 0) finish();
        }
        if (at < 0) {
          carried = Buffer.from(bytes.subarray(from));
          return;
        }
      }
    },
  };
}
