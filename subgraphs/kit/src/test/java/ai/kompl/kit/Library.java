package ai.kompl.kit;

import ai.kompl.dataloaders.Connection;
import ai.kompl.dataloaders.Cursors;
import ai.kompl.dataloaders.ListId;
import ai.kompl.dataloaders.Loader;
import ai.kompl.dataloaders.PageRequest;
import ai.kompl.dataloaders.Position;
import ai.kompl.dataloaders.TotalCount;
import ai.kompl.dataloaders.Windows;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.CallerKind;
import ai.kompl.tenancy.caller.RequestScope;
import ai.kompl.tenancy.caller.TenantId;
import graphql.ExecutionResult;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A subgraph whose tables are lists, and which notes every read. */
final class Library implements AutoCloseable {

  static final TenantId ACME = new TenantId("aaaaaaaa00000001");
  static final TenantId GLOBEX = new TenantId("bbbbbbbb00000002");
  static final Instant NOW = Instant.parse("2026-01-31T08:30:00.123456789Z");

  record Author(UUID id, String name, Instant joinedAt) {}

  record Book(UUID id, String title, UUID writtenBy, LocalDate published) {}

  record Payload(@Nullable Book book, List<UserError> userErrors) {}

  static final EntityType<Author> AUTHOR =
      new EntityType<>("Author", "author", Author.class, Author::id);
  static final EntityType<Book> BOOK = new EntityType<>("Book", "book", Book.class, Book::id);
  private static final ListId BOOKS = new ListId("library.books", "title,id");

  static final String SDL =
      """
      extend schema
        @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@composeDirective"])
        @link(url: "https://specs.kompl.ai/platform/v1.0", import: ["@public"])
        @composeDirective(name: "@public")

      scalar DateTime
      scalar Date

      type Query {
        book(id: ID!): Book
        books(first: Int, after: String, last: Int, before: String): BookConnection!
        things: [Thing!]!
        motto: String! @public
        boom: String
      }

      type Mutation {
        rename(input: RenameInput!): RenamePayload!
        burn(id: ID!): String!
      }

      input RenameInput {
        id: ID!
        title: String!
      }

      type RenamePayload {
        book: Book
        userErrors: [UserError!]!
      }

      type UserError @shareable {
        code: String!
        message: String!
        path: [String!]
      }

      interface Thing {
        id: ID!
      }

      type Author implements Thing @key(fields: "id") {
        id: ID!
        name: String!
        joinedAt: DateTime!
        books(first: Int, after: String, last: Int, before: String): BookConnection!
      }

      type Book implements Thing @key(fields: "id") {
        id: ID!
        title: String!
        published: Date!
        author: Author!
      }

      type BookConnection {
        edges: [BookEdge!]!
        pageInfo: PageInfo!
        totalCount: Int!
      }

      type BookEdge {
        cursor: String!
        node: Book!
      }

      type PageInfo @shareable {
        hasNextPage: Boolean!
        hasPreviousPage: Boolean!
        startCursor: String
        endCursor: String
      }

      type Tenant @key(fields: "id") {
        id: ID!
        motto: String!
      }
      """;

  final Queue<String> reads = new ConcurrentLinkedQueue<>();
  final List<Author> authors = new ArrayList<>();
  final List<Book> books = new ArrayList<>();
  Runnable slowness = () -> {};

  private final Loader<UUID, Author> authorsById =
      Loader.of(
          "library.authors", (caller, ids) -> byId("authors", caller, ids, authors, Author::id));
  private final Loader<UUID, Book> booksById =
      Loader.of("library.books", (caller, ids) -> byId("books", caller, ids, books, Book::id));
  private final Windows<UUID, String, Book> booksByAuthor =
      new Windows<>("library.author.books", this::written, this::counted, Library::place);

  private final Subgraph subgraph;

  Library() {
    for (int i = 1; i <= 3; i++) {
      authors.add(new Author(new UUID(1, i), "Author " + i, NOW));
      for (int j = 1; j <= 4; j++) {
        books.add(
            new Book(
                new UUID(2, i * 10 + j),
                "Book " + i + "." + j,
                new UUID(1, i),
                LocalDate.of(2020, i, j)));
      }
    }
    subgraph =
        Subgraph.start(
            definition(),
            SubgraphLimits.DEFAULT,
            new Cursors(new byte[32]),
            InstantSource.system());
  }

  SubgraphDefinition definition() {
    return new SubgraphDefinition("library", SDL, resolvers().build());
  }

  Resolvers.Builder resolvers() {
    return Resolvers.builder()
        .query("book", request -> request.load(booksById, request.id("id", "book")))
        .query("books", this::allBooks)
        .query("things", _ -> List.of(authors.getFirst(), books.getFirst()))
        .query("motto", _ -> "Read.")
        .query("boom", _ -> explode())
        .mutation("rename", this::rename)
        .mutation("burn", request -> request.id("id", "book").toString())
        .entity(AUTHOR, authorsById)
        .entity(BOOK, booksById)
        .reference(TenantReference.TYPE, TenantReference::own)
        .field(TenantReference.TYPE, "motto", (tenant, _) -> "Of " + tenant.tenant())
        .field(AUTHOR, "books", this::booksOf)
        .field(BOOK, "author", (book, request) -> request.load(authorsById, book.writtenBy()));
  }

  Subgraph subgraph() {
    return subgraph;
  }

  ExecutionResult ask(String document) {
    return ask(document, Map.of());
  }

  ExecutionResult ask(String document, Map<String, @Nullable Object> variables) {
    return ask(document, variables, Optional.of(caller(ACME)));
  }

  ExecutionResult ask(
      String document, Map<String, @Nullable Object> variables, Optional<Caller> caller) {
    return subgraph.execute(
        new SubgraphRequest(
            document,
            Optional.empty(),
            variables,
            caller,
            "request-1",
            Instant.now().plusSeconds(10)));
  }

  static Caller caller(TenantId tenant) {
    return new Caller(
        tenant,
        new UUID(9, 9),
        CallerKind.USER,
        Set.of(),
        Set.of(),
        Map.of(),
        "session-1",
        "request-1",
        Instant.parse("2030-01-01T00:00:00Z"));
  }

  private Connection<Book> allBooks(Resolution request) {
    PageRequest page = request.page(BOOKS);
    List<Book> rows = page.backward() ? books.reversed() : books;
    return Connection.of(
        page,
        rows.stream().filter(book -> behind(page, book)).limit(page.limit()).toList(),
        Library::place,
        new TotalCount.Direct(() -> {
          reads.add("count");
          return books.size();
        }));
  }

  private static boolean behind(PageRequest page, Book book) {
    return page.from()
        .map(from -> book.title().compareTo(from.text(0)))
        .map(order -> page.backward() ? order < 0 : order > 0)
        .orElse(true);
  }

  private CompletableFuture<Connection<Book>> booksOf(Author author, Resolution request) {
    return request.load(booksByAuthor, author.id(), "", request.page(BOOKS));
  }

  private Map<UUID, List<Book>> written(
      Caller caller, List<UUID> parents, String filter, PageRequest page) {
    reads.add("window" + parents.size());
    Map<UUID, List<Book>> found = new LinkedHashMap<>();
    for (Book book : books) {
      List<Book> shelf = found.computeIfAbsent(book.writtenBy(), _ -> new ArrayList<>());
      if (parents.contains(book.writtenBy()) && shelf.size() < page.limit()) {
        shelf.add(book);
      }
    }
    return found;
  }

  private Map<UUID, Long> counted(Caller caller, List<UUID> parents, String filter) {
    reads.add("counts" + parents.size());
    return books.stream()
        .filter(book -> parents.contains(book.writtenBy()))
        .collect(Collectors.groupingBy(Book::writtenBy, Collectors.counting()));
  }

  private Payload rename(Resolution request) {
    Input input = request.input();
    UUID id = input.id("id", "book");
    String title = input.text("title", 40);
    Book old = books.stream().filter(book -> book.id().equals(id)).findFirst().orElseThrow();
    Book renamed = new Book(id, title, old.writtenBy(), old.published());
    books.set(books.indexOf(old), renamed);
    return new Payload(renamed, List.of());
  }

  private static String explode() {
    throw new IllegalStateException("secret detail of host db-7");
  }

  private <T> Map<UUID, T> byId(
      String what, Caller caller, Set<UUID> ids, List<T> table, Function<T, UUID> id) {
    slowness.run();
    String scope = RequestScope.current().map(RequestScope::requestId).orElse("no scope");
    reads.add(what + ids.size() + " for " + caller.tenant() + " in " + scope);
    return table.stream()
        .filter(row -> ids.contains(id.apply(row)))
        .collect(Collectors.toMap(id, Function.identity()));
  }

  private static Position place(Book book) {
    return Position.of(book.title(), book.id());
  }

  @Override
  public void close() {
    subgraph.close();
  }
}
