package ai.kompl.federation.shape;

import ai.kompl.federation.plan.ResponseSelection;
import ai.kompl.federation.plan.ResponseSelection.DeferredSelection;
import ai.kompl.federation.plan.ResponseSelection.ResponseField;
import ai.kompl.federation.plan.ResponseSelection.Source;
import ai.kompl.federation.plan.Slot;
import ai.kompl.federation.schema.TypeSet;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How an object of the response is written from an object of the store. */
public final class ResponseShape {
  private final Field[] fields;
  private final DeferredShape[] deferred;
  private final int typename;

  private ResponseShape(Field[] fields, DeferredShape[] deferred, int typename) {
    this.fields = fields;
    this.deferred = deferred;
    this.typename = typename;
  }

  static ResponseShape of(
      ResponseSelection selection, @Nullable Layout layout, Conditions conditions) {
    List<ResponseField> fields = selection.fields();
    Field[] shapes = new Field[fields.size()];
    for (int i = 0; i < shapes.length; i++) {
      shapes[i] = new Field(fields.get(i), layout, conditions);
      shapes[i].before = before(shapes, i);
    }
    DeferredShape[] deferred =
        selection.deferred().stream()
            .map(fragment -> new DeferredShape(fragment, layout, conditions))
            .toArray(DeferredShape[]::new);
    int typename = layout == null ? Layout.NOWHERE : layout.indexOf(Slot.TYPENAME);
    return new ResponseShape(shapes, deferred, typename);
  }

  /** The fields before this one that can take its key. */
  private static int[] before(Field[] fields, int number) {
    return IntStream.range(0, number)
        .filter(earlier -> fields[earlier].key.equals(fields[number].key))
        .filter(earlier -> overlap(fields[earlier].types, fields[number].types))
        .toArray();
  }

  private static boolean overlap(@Nullable TypeSet one, @Nullable TypeSet other) {
    return one == null || other == null || one.intersects(other);
  }

  /** How many fields there are. */
  public int fieldCount() {
    return fields.length;
  }

  /**
   * Whether a field takes part in an object.
   *
   * @param type the object's type, or -1
   * @param holds which conditions hold, by number
   */
  public boolean takesPart(int number, int type, boolean[] holds) {
    Field field = fields[number];
    if (!field.fits(type, holds)) {
      return false;
    }
    for (int earlier : field.before) {
      if (fields[earlier].fits(type, holds)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether the caller may see a field that takes part.
   *
   * @param holds which conditions hold, by number
   */
  public boolean isGranted(int number, boolean[] holds) {
    return holds[fields[number].granted];
  }

  /** A field, in the order of the response. */
  public Field field(int number) {
    return fields[number];
  }

  /** Where the object has its run-time type, or {@link Layout#NOWHERE}. */
  public int typename() {
    return typename;
  }

  /**
   * The first field that shows the value of a slot, or null when clients do not see it.
   *
   * @param holds which conditions hold, by number
   */
  public @Nullable Field showing(int slot, boolean[] holds) {
    for (Field field : fields) {
      if (field.slot == slot && holds[field.granted]) {
        return field;
      }
    }
    for (DeferredShape fragment : deferred) {
      Field shown = fragment.shape.showing(slot, holds);
      if (shown != null) {
        return shown;
      }
    }
    return null;
  }

  /** What the fields of this object itself that show a slot say of its value. */
  Stream<ValueShape> showing(int slot) {
    return Arrays.stream(fields).filter(field -> field.slot == slot).map(Field::value);
  }

  /** Whether it has just so many fields and nothing deferred. */
  boolean isPlain(int fieldCount) {
    return fields.length == fieldCount && deferred.length == 0;
  }

  /** How many deferred fragments there are. */
  public int deferredCount() {
    return deferred.length;
  }

  /** A deferred fragment. */
  public DeferredShape deferred(int number) {
    return deferred[number];
  }

  /** The greatest number of a part of the response that begins here or below. */
  int lastPart() {
    int last = 0;
    for (Field field : fields) {
      last = Math.max(last, field.below.lastPart());
    }
    for (DeferredShape fragment : deferred) {
      last = Math.max(last, Math.max(fragment.part, fragment.shape.lastPart()));
    }
    return last;
  }

  /** Where a field's value comes from. */
  public enum From {
    /** The store. */
    STORE,
    /** The object's run-time type. */
    TYPENAME,
    /** The introspection result. */
    INTROSPECTION
  }

  /** A fragment whose fields follow in a later part of the response. */
  public static final class DeferredShape {
    private final int part;
    private final @Nullable String label;
    private final @Nullable TypeSet types;
    private final int condition;
    private final ResponseShape shape;

    private DeferredShape(
        DeferredSelection fragment, @Nullable Layout layout, Conditions conditions) {
      this.part = fragment.part();
      this.label = fragment.label();
      this.types = fragment.types();
      this.condition = conditions.number(fragment.condition());
      this.shape = ResponseShape.of(fragment.selection(), layout, conditions);
    }

    /** The number of its part, from one. */
    public int part() {
      return part;
    }

    /** What the client calls it; null without a label. */
    public @Nullable String label() {
      return label;
    }

    /** Its fields. */
    public ResponseShape shape() {
      return shape;
    }

    /**
     * Whether it takes part in an object.
     *
     * @param type the object's type, or -1
     * @param holds which conditions hold, by number
     */
    public boolean takesPart(int type, boolean[] holds) {
      return holds[condition] && (types == null || types.contains(type));
    }
  }

  /** One field of the response. */
  public static final class Field {
    private static final int NO_SLOT = -1;

    private final String key;
    private final String name;
    private final byte[] quoted;
    private final From from;
    private final int slot;
    private final int index;
    private final byte[] fixedTypename;
    private final @Nullable TypeSet types;
    private final int condition;
    private final int granted;
    private final ValueShape value;
    private final ResponseShape below;
    private int[] before = {};

    private Field(ResponseField field, @Nullable Layout layout, Conditions conditions) {
      this.key = field.responseKey();
      this.name = field.name();
      this.quoted = ('"' + key + "\":").getBytes(StandardCharsets.UTF_8);
      this.types = field.types();
      this.condition = conditions.number(field.condition());
      this.granted = conditions.number(field.granted());
      this.value = ValueShape.of(field.type());
      this.from = from(field.source());
      this.slot = field.source() instanceof Source.InSlot(int number) ? number : NO_SLOT;
      this.index = layout == null || slot == NO_SLOT ? Layout.NOWHERE : layout.indexOf(slot);
      this.fixedTypename = fixedTypename(field.source());
      Layout child = layout == null ? null : layout.child(index);
      this.below = ResponseShape.of(field.selection(), child, conditions);
    }

    private static From from(Source source) {
      return switch (source) {
        case Source.InSlot _ -> From.STORE;
        case Source.Typename _ -> From.TYPENAME;
        case Source.Introspection _ -> From.INTROSPECTION;
      };
    }

    private static byte[] fixedTypename(Source source) {
      if (source instanceof Source.Typename typename && typename.fixed() != null) {
        return ('"' + typename.fixed() + '"').getBytes(StandardCharsets.UTF_8);
      }
      return new byte[0];
    }

    private boolean fits(int type, boolean[] holds) {
      return holds[condition] && (types == null || types.contains(type));
    }

    /** Whether every object has the field for every caller, under this key and from this slot. */
    boolean isAlways(String key, int slot) {
      return this.key.equals(key)
          && this.slot == slot
          && from == From.STORE
          && condition == Conditions.ALWAYS
          && granted == Conditions.ALWAYS
          && types == null
          && before.length == 0;
    }

    /** The key. */
    public String key() {
      return key;
    }

    /** The field's name in the schema. */
    public String name() {
      return name;
    }

    /** The key in UTF-8 with its quotes and colon. */
    public byte[] quoted() {
      return quoted;
    }

    /** Where the value comes from. */
    public From from() {
      return from;
    }

    /** Where in the object the value lies, or {@link Layout#NOWHERE}. */
    public int index() {
      return index;
    }

    /** The type name in quotes where only one is possible; else empty. */
    public byte[] fixedTypename() {
      return fixedTypename;
    }

    /** What its value must look like. */
    public ValueShape value() {
      return value;
    }

    /** The shape of the objects in the value; without fields for a leaf. */
    public ResponseShape below() {
      return below;
    }
  }
}
