package ai.kompl.federation.bench;

import ai.kompl.federation.testkit.HttpStub;
import ai.kompl.federation.testkit.Store;
import ai.kompl.federation.testkit.StubSubgraph;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The subgraphs of the shop in a process of their own, so that the router's CPU time is its alone.
 * The first answer to a request body is worked out, later ones are the same bytes again. Prints a
 * line {@code name port} per subgraph and ends when its input does.
 */
public final class StubProcess {
  private StubProcess() {}

  public static void main(String[] arguments) throws IOException {
    for (StubSubgraph subgraph : new Store().subgraphs().values()) {
      Map<String, HttpStub.Reply> canned = new ConcurrentHashMap<>();
      HttpStub server =
          HttpStub.start(request ->
              canned.computeIfAbsent(
                  request.text(), body -> HttpStub.Reply.json(200, subgraph.answer(body))));
      System.out.println(subgraph.name() + " " + server.endpoint().getPort());
    }
    System.out.println("ready");
    int end = System.in.read();
    System.exit(end < 0 ? 0 : 1);
  }
}
