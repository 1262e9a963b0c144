package ai.kompl.dataloaders;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.TenantId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WindowsTest {

  private static final Caller ANA =
      Caller.worker(new TenantId("00000000000000aa"), "test", "request-1");
  private static final CursorScope LIST =
      new CursorScope(new Cursors(new byte[32]), ANA.tenant(), new ListId("test.children", "name"));
  private static final PageRequest TWO =
      new PageRequest(LIST, 2, PageRequest.Direction.FORWARD, java.util.Optional.empty());
  private static final PageRequest THREE =
      new PageRequest(LIST, 3, PageRequest.Direction.FORWARD, java.util.Optional.empty());

  private final List<List<String>> statements = new ArrayList<>();
  private final Windows<String, String, String> children =
      new Windows<>("test.children", this::load, this::count, Position::of);

  @Test
  void parentsThatDifferInNothingElseAreReadByOneStatement() {
    Set<Window<String, String>> windows = new LinkedHashSet<>();
    for (String parent : List.of("a", "b", "c")) {
      windows.add(new Window<>(parent, "", TWO));
    }

    Map<Window<String, String>, Connection<String>> found =
        children.loader().batch().load(ANA, windows);

    assertThat(statements).containsExactly(List.of("a", "b", "c"));
    assertThat(found).hasSize(3);
  }

  @Test
  void eachPageAndFilterIsOneStatement() {
    Set<Window<String, String>> windows =
        new LinkedHashSet<>(
            List.of(
                new Window<>("a", "", TWO),
                new Window<>("b", "", THREE),
                new Window<>("c", "x", TWO),
                new Window<>("d", "", TWO)));

    children.loader().batch().load(ANA, windows);

    assertThat(statements).containsExactly(List.of("a", "d"), List.of("b"), List.of("c"));
  }

  @Test
  void aParentWithoutChildrenGetsAnEmptyPage() {
    var window = new Window<>("childless", "", TWO);

    Connection<String> page = pageOf(window);

    assertThat(page.nodes()).isEmpty();
  }

  @Test
  void theExtraRowIsCutAndTellsThatThereIsMore() {
    var window = new Window<>("a", "", TWO);

    Connection<String> page = pageOf(window);

    assertThat(page.nodes()).containsExactly("a1", "a2");
    assertThat(page.pageInfo().hasNextPage()).isTrue();
  }

  private Connection<String> pageOf(Window<String, String> window) {
    return Objects.requireNonNull(children.loader().batch().load(ANA, Set.of(window)).get(window));
  }

  private Map<String, List<String>> load(
      Caller caller, List<String> parents, String filter, PageRequest page) {
    statements.add(parents);
    Map<String, List<String>> rows = new LinkedHashMap<>();
    for (String parent : parents) {
      if (!parent.equals("childless")) {
        List<String> all = List.of(parent + "1", parent + "2", parent + "3");
        rows.put(parent, all.subList(0, Math.min(all.size(), page.limit())));
      }
    }
    return rows;
  }

  private Map<String, Long> count(Caller caller, List<String> parents, String filter) {
    return Map.of();
  }
}
