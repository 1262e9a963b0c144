package ai.kompl.federation.testkit;

import graphql.schema.DataFetchingEnvironment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A shop in four subgraphs, of the same shape as the public gateway benchmark's: 6 users, 9
 * products, 11 reviews with long texts; every user has the first two reviews and every review the
 * first user.
 */
public final class Store {
  /** The query of the public benchmark: through all four subgraphs, some of them several times. */
  public static final String HEAVY_QUERY =
      """
      query TestQuery {
        users {
          ...User
          reviews {
            ...Review
            product {
              ...Product
              reviews {
                ...Review
                author { ...User reviews { ...Review product { ...Product } } }
              }
            }
          }
        }
        topProducts {
          ...Product
          reviews {
            ...Review
            author { ...User reviews { ...Review product { ...Product } } }
          }
        }
      }
      fragment User on User { id username name }
      fragment Review on Review { id body }
      fragment Product on Product { inStock name price shippingEstimate upc weight }
      """;

  private static final String LINK =
      """
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@external", "@requires", "@provides", "@shareable"])
      """;

  private static final String ACCOUNTS =
      """
      type Query { me: User user(id: ID!): User users: [User] }
      type Mutation { rename(id: ID!, name: String!): User }
      type User @key(fields: "id") { id: ID! name: String username: String @shareable birthday: Int }
      """;

  private static final String INVENTORY =
      """
      type Product @key(fields: "upc") {
        upc: String!
        weight: Int @external
        price: Int @external
        inStock: Boolean
        shippingEstimate: Int @requires(fields: "price weight")
      }
      """;

  private static final String PRODUCTS =
      """
      type Query { topProducts(first: Int = 5): [Product] }
      type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }
      """;

  private static final String REVIEWS =
      """
      type Subscription { reviewAdded: Review }
      type Mutation { review(upc: String!, body: String!): Review }
      type Review @key(fields: "id") { id: ID! body: String product: Product author: User @provides(fields: "username") }
      type User @key(fields: "id") { id: ID! username: String @external reviews: [Review] }
      type Product @key(fields: "upc") { upc: String! reviews: [Review] }
      """;

  private static final int[] PRODUCT_OF_REVIEW = {0, 1, 2, 3, 3, 4, 5, 6, 7, 8, 4};
  private static final int LISTED_USERS = 6;

  /**
   * How much there is and what belongs together.
   *
   * @param varied whether nearly every path through the shop meets other entities, instead of the
   *     same few again and again
   */
  private record Stock(int users, int products, int reviews, boolean varied) {
    int productOf(int review) {
      return varied ? review % products : PRODUCT_OF_REVIEW[review];
    }

    int authorOf(int review) {
      return varied ? (review * 5 + 1) % users : 0;
    }

    List<Integer> reviewsOfUser(int user) {
      return varied ? List.of(7 * user % reviews, (7 * user + 3) % reviews) : List.of(0, 1);
    }
  }

  private final Stock stock;
  private final List<Map<String, Object>> users = new ArrayList<>();
  private final List<Map<String, Object>> products = new ArrayList<>();
  private final List<Map<String, Object>> reviews = new ArrayList<>();
  private final List<String> changes = new ArrayList<>();

  /** A shop whose texts come from a fixed seed. */
  public Store() {
    this(new Stock(LISTED_USERS, 9, PRODUCT_OF_REVIEW.length, false));
  }

  /** A shop of the same shape in which few paths meet the same entity twice. */
  public static Store varied() {
    return new Store(new Stock(120, 200, 400, true));
  }

  private Store(Stock stock) {
    this.stock = stock;
    Random random = new Random(42);
    for (int i = 0; i < stock.users(); i++) {
      String id = String.valueOf(i + 1);
      users.add(
          map("id", id, "name", "Name " + id, "username", "user" + id, "birthday", 10000 + i));
    }
    for (int i = 0; i < stock.products(); i++) {
      products.add(
          map(
              "upc",
              String.valueOf(i + 1),
              "name",
              text(random, 3),
              "price",
              100 * i + 99,
              "weight",
              50 * (i + 1)));
    }
    for (int i = 0; i < stock.reviews(); i++) {
      reviews.add(map("id", String.valueOf(i + 1), "body", text(random, 60 + random.nextInt(60))));
    }
  }

  /** The four subgraphs by name. */
  public Map<String, StubSubgraph> subgraphs() {
    Map<String, StubSubgraph> result = new LinkedHashMap<>();
    for (StubSubgraph subgraph :
        List.of(accounts(), inventory(), productCatalogue(), reviewBook())) {
      result.put(subgraph.name(), subgraph);
    }
    return result;
  }

  /** The mutations that have run, in order. */
  public List<String> changes() {
    return changes;
  }

  private StubSubgraph accounts() {
    Map<String, Object> root =
        map(
            "me",
            users.getFirst(),
            "users",
            users.subList(0, LISTED_USERS),
            "user",
            (StubSubgraph.Resolver) field -> find(users, "id", field.getArgument("id")),
            "rename",
            (StubSubgraph.Resolver) this::rename);
    return new StubSubgraph(
        "accounts", LINK + ACCOUNTS, root, key -> find(users, "id", key.get("id")));
  }

  private @Nullable Object rename(DataFetchingEnvironment field) {
    changes.add("rename " + field.getArgument("id"));
    Map<String, Object> user = find(users, "id", field.getArgument("id"));
    if (user == null) {
      return null;
    }
    Map<String, Object> renamed = new LinkedHashMap<>(user);
    renamed.put("name", Objects.requireNonNull(field.getArgument("name")));
    return renamed;
  }

  private StubSubgraph inventory() {
    return new StubSubgraph("inventory", LINK + INVENTORY, Map.of(), this::stock);
  }

  private @Nullable Object stock(Map<String, Object> representation) {
    if (find(products, "upc", representation.get("upc")) == null) {
      return null;
    }
    Map<String, Object> product = new LinkedHashMap<>(representation);
    product.put("inStock", Integer.parseInt(String.valueOf(representation.get("upc"))) % 2 == 1);
    if (representation.get("price") instanceof Integer price
        && representation.get("weight") instanceof Integer weight) {
      product.put("shippingEstimate", price > 1000 ? 0 : weight / 2);
    }
    return product;
  }

  private StubSubgraph productCatalogue() {
    Map<String, Object> root =
        map("topProducts", (StubSubgraph.Resolver) field -> products.subList(0, first(field)));
    return new StubSubgraph(
        "products", LINK + PRODUCTS, root, key -> find(products, "upc", key.get("upc")));
  }

  private int first(DataFetchingEnvironment field) {
    Integer first = field.getArgument("first");
    return Math.clamp(first == null ? products.size() : first, 0, products.size());
  }

  private StubSubgraph reviewBook() {
    Map<String, Object> root = map("review", (StubSubgraph.Resolver) this::addReview);
    return new StubSubgraph("reviews", LINK + REVIEWS, root, this::reviewed);
  }

  private Object addReview(DataFetchingEnvironment field) {
    changes.add("review " + field.getArgument("upc"));
    return map(
        "id",
        "100",
        "body",
        Objects.requireNonNull(field.getArgument("body")),
        "product",
        map("upc", Objects.requireNonNull(field.getArgument("upc"))),
        "author",
        map("id", "1", "username", "user1"));
  }

  private @Nullable Object reviewed(Map<String, Object> representation) {
    return switch (String.valueOf(representation.get("__typename"))) {
      case "User" -> withReviews(representation, reviewsOfUser(representation.get("id")));
      case "Product" -> withReviews(representation, reviewsOf(representation.get("upc")));
      default -> {
        Map<String, Object> review = find(reviews, "id", representation.get("id"));
        yield review == null ? null : review(reviews.indexOf(review));
      }
    };
  }

  private List<Integer> reviewsOf(@Nullable Object upc) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < stock.reviews(); i++) {
      if (String.valueOf(stock.productOf(i) + 1).equals(upc)) {
        found.add(i);
      }
    }
    return found;
  }

  private List<Integer> reviewsOfUser(@Nullable Object id) {
    return stock.reviewsOfUser(Integer.parseInt(String.valueOf(id)) - 1);
  }

  private Object withReviews(Map<String, Object> entity, List<Integer> numbers) {
    Map<String, Object> result = new LinkedHashMap<>(entity);
    result.put("reviews", (StubSubgraph.Resolver) _ -> numbers.stream().map(this::review).toList());
    return result;
  }

  private Object review(int number) {
    Map<String, Object> review = new LinkedHashMap<>(reviews.get(number));
    String upc = String.valueOf(stock.productOf(number) + 1);
    String author = String.valueOf(stock.authorOf(number) + 1);
    review.put("__typename", "Review");
    review.put("product", withReviews(map("__typename", "Product", "upc", upc), reviewsOf(upc)));
    review.put(
        "author",
        withReviews(
            map("__typename", "User", "id", author, "username", "user" + author),
            reviewsOfUser(author)));
    return review;
  }

  private static @Nullable Map<String, Object> find(
      List<Map<String, Object>> all, String key, @Nullable Object value) {
    for (Map<String, Object> one : all) {
      if (Objects.equals(one.get(key), value)) {
        return one;
      }
    }
    return null;
  }

  private static Map<String, Object> map(Object... entries) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < entries.length; i += 2) {
      map.put(String.valueOf(entries[i]), entries[i + 1]);
    }
    return map;
  }

  private static String text(Random random, int words) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < words; i++) {
      text.append(i == 0 ? "" : " ");
      int letters = 2 + random.nextInt(8);
      for (int k = 0; k < letters; k++) {
        text.append((char) ('a' + random.nextInt(26)));
      }
    }
    return text.toString();
  }
}
