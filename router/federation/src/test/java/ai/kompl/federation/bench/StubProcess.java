package ai.kompl.federation.bench;

import ai.kompl.federation.testkit.Federation;
import ai.kompl.federation.testkit.HttpStub;
import ai.kompl.federation.testkit.Store;
import ai.kompl.federation.testkit.StubSubgraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * The subgraphs of the bench in a process of their own, so that a router's CPU time is its alone:
 * the shop as {@code store.graphql} and its low-duplication variant as {@code varied.graphql}, both
 * with an archive whose one list is 8 MiB long. The first answer to a request body is worked out,
 * later ones are the same bytes again.
 *
 * <p>Writes the supergraphs, with the addresses in them, and the queries to the folder that is the
 * one argument, prints {@code ready} and the address that tells how many calls have come, and ends
 * when its input does.
 */
public final class StubProcess {
  private static final int ARCHIVE_ENTRIES = 8 * 1024;
  private static final String ARCHIVE =
      "type Query { archive: [Entry] } type Entry { id: ID! text: String }";
  private static final String ARCHIVE_QUERY = "{ archive { id text } }";

  private final AtomicLong calls = new AtomicLong();

  private StubProcess() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    StubProcess stubs = new StubProcess();
    Files.writeString(folder.resolve("store.graphql"), stubs.serve(new Store()));
    Files.writeString(folder.resolve("varied.graphql"), stubs.serve(Store.varied()));
    Files.writeString(folder.resolve("heavy.query"), Store.HEAVY_QUERY);
    Files.writeString(folder.resolve("archive.query"), ARCHIVE_QUERY);
    HttpStub counter = HttpStub.start(_ -> HttpStub.Reply.json(String.valueOf(stubs.calls.get())));
    Files.writeString(folder.resolve("calls.address"), counter.endpoint().toString());
    System.out.println("ready " + counter.endpoint());
    int end = System.in.read();
    System.exit(end < 0 ? 0 : 1);
  }

  /** Starts the servers of a shop and gives its supergraph. */
  private String serve(Store store) {
    List<StubSubgraph> subgraphs = new ArrayList<>(store.subgraphs().values());
    subgraphs.add(archive());
    Map<String, String> addresses = new HashMap<>();
    for (StubSubgraph subgraph : subgraphs) {
      addresses.put(subgraph.name(), serve(subgraph).endpoint().toString());
    }
    return Federation.compose(subgraphs, name -> addresses.getOrDefault(name, ""));
  }

  private HttpStub serve(StubSubgraph subgraph) {
    Map<String, HttpStub.Reply> canned = new ConcurrentHashMap<>();
    return HttpStub.start(request -> {
      calls.incrementAndGet();
      return canned.computeIfAbsent(
          request.text(), body -> HttpStub.Reply.json(200, subgraph.answer(body)));
    });
  }

  private static StubSubgraph archive() {
    List<Map<String, Object>> entries =
        IntStream.range(0, ARCHIVE_ENTRIES)
            .<Map<String, Object>>mapToObj(i ->
                Map.of(
                    "id",
                    String.valueOf(i),
                    "text",
                    (i + " of an archive ").repeat(70).substring(0, 1000)))
            .toList();
    return new StubSubgraph("archive", ARCHIVE, Map.of("archive", entries), _ -> null);
  }
}
