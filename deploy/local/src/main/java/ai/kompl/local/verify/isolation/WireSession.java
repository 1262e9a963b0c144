package ai.kompl.local.verify.isolation;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** The server's side of a connection on which nobody else is asking. */
record WireSession(DataInputStream fromServer, OutputStream toServer) {
  /** Asks for one row. */
  List<String> row(String sql) throws IOException {
    toServer.write(WireMessage.query(sql).bytes());
    return WireRound.ofServer(fromServer).messages().stream()
        .filter(message -> message.type() == WireMessage.DATA_ROW)
        .findFirst()
        .map(WireMessage::values)
        .orElse(List.of());
  }
}
