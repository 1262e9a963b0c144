package ai.kompl.embedded;

import ai.kompl.embedded.EmbeddedServerException.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.OptionalInt;

/** Ports of the loopback interface. */
final class FreePort {
  private FreePort() {}

  /**
   * The wanted port, which must be free, else the remembered one if it is free, else any free one.
   */
  static int choose(OptionalInt wanted, OptionalInt remembered) {
    if (wanted.isPresent()) {
      if (!isFree(wanted.getAsInt())) {
        throw taken(wanted.getAsInt());
      }
      return wanted.getAsInt();
    }
    return remembered.isPresent() && isFree(remembered.getAsInt()) ? remembered.getAsInt() : any();
  }

  static EmbeddedServerException taken(int port) {
    return new EmbeddedServerException(
        Fault.PORT_TAKEN,
        "port "
            + port
            + " of 127.0.0.1 is in use by another program; choose another port or leave it out to get a free one");
  }

  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(loopback(), port), 1);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  static int any() {
    try (ServerSocket socket = new ServerSocket(0, 1, loopback())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new EmbeddedServerException(Fault.START_FAILED, "no free port on 127.0.0.1", e);
    }
  }

  static InetAddress loopback() throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }
}
