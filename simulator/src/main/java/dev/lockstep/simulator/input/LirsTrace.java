package dev.lockstep.simulator.input;

import dev.lockstep.traces.json.TraceFormatException;
import java.io.IOException;
import java.io.InputStream;

/**
 * The text of the LIRS authors: a block number a line, all of one size, and stars between the parts
 * of a trace (Jiang and Zhang, SIGMETRICS 2002; the Caffeine simulator's format {@code lirs}).
 */
final class LirsTrace implements RequestReader {
  private final TextScanner text;
  private long id;

  LirsTrace(String file, InputStream in) throws IOException {
    this.text = new TextScanner(file, in);
    text.skipByteOrderMark();
  }

  @Override
  public boolean next() throws IOException, TraceFormatException {
    while (text.atLineEnd() || text.peek() == '*') {
      if (text.peek() < 0) {
        return false;
      }
      text.nextLine();
    }
    id = text.number("block", Long.MAX_VALUE);
    if (!text.atLineEnd()) {
      throw text.wrong("block", "must stand alone on its line");
    }
    text.nextLine();
    return true;
  }

  @Override
  public Operation operation() {
    return Operation.ACCESS;
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public int size() {
    return 1;
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
