package dev.lockstep.spark.fetch;

import java.util.function.LongConsumer;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferEvent;

/** Adds up what is downloaded, over all files; nothing is told of a file that is not there. */
final class DownloadedBytes extends AbstractTransferListener {
  private final LongConsumer listener;
  private long bytes;

  DownloadedBytes(LongConsumer listener) {
    this.listener = listener;
  }

  @Override
  public synchronized void transferProgressed(TransferEvent event) {
    bytes += event.getDataLength();
    listener.accept(bytes);
  }
}
