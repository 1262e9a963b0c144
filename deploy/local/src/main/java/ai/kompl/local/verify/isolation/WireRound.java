package ai.kompl.local.verify.isolation;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What one side sends until it waits for the other.
 *
 * @param messages in order, at least one
 */
record WireRound(List<WireMessage> messages) {
  WireRound {
    messages = List.copyOf(messages);
  }

  static WireRound ofClient(DataInputStream in) throws IOException {
    var messages = new ArrayList<WireMessage>();
    WireMessage message;
    do {
      message = WireMessage.read(in);
      messages.add(message);
    } while (!endsAsking(message.type()));
    return new WireRound(messages);
  }

  private static boolean endsAsking(char type) {
    return switch (type) {
      // CopyData, CopyDone and CopyFail wait for nothing but end what is sent.
      case WireMessage.SYNC, WireMessage.QUERY, WireMessage.TERMINATE, 'd', 'c', 'f' -> true;
      default -> false;
    };
  }

  static WireRound ofServer(DataInputStream in) throws IOException {
    var messages = new ArrayList<WireMessage>();
    WireMessage message;
    do {
      message = WireMessage.read(in);
      messages.add(message);
    } while (message.type() != WireMessage.READY && message.type() != WireMessage.COPY_IN);
    return new WireRound(messages);
  }

  private char last() {
    return messages.getLast().type();
  }

  boolean ends() {
    return last() == WireMessage.TERMINATE;
  }

  /** Whether this is data of a copy, to which nothing is answered yet. */
  boolean copies() {
    return last() == 'd';
  }

  /** Whether the server is ready and in no transaction. */
  boolean isIdle() {
    return messages.getLast().isReadyAndIdle();
  }

  /** The statements that are asked for, in order. */
  List<String> statements() {
    return messages.stream()
        .filter(message -> message.type() == WireMessage.PARSE)
        .map(WireMessage::statement)
        .toList();
  }

  /** The same with each statement changed. */
  WireRound with(UnaryOperator<String> change) {
    return new WireRound(messages.stream().map(one -> one.withStatement(change)).toList());
  }

  byte[] bytes() {
    var all = new ByteArrayOutputStream();
    messages.forEach(message -> all.writeBytes(message.bytes()));
    return all.toByteArray();
  }
}
