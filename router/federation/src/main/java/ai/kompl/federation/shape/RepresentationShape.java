package ai.kompl.federation.shape;

import ai.kompl.federation.plan.Representation;
import ai.kompl.federation.plan.Representation.RepresentationField;
import ai.kompl.federation.plan.Slot;
import ai.kompl.federation.schema.TypeSet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How an object is written as a representation of an entity. */
public final class RepresentationShape {
  private final TypeSet types;
  private final @Nullable String typename;
  private final ObjectShape object;

  private RepresentationShape(TypeSet types, @Nullable String typename, ObjectShape object) {
    this.types = types;
    this.typename = typename;
    this.object = object;
  }

  static RepresentationShape of(Representation plan, Layout layout, TypeNames names) {
    String typename = plan.typename();
    if (typename == null && plan.types().size() == 1) {
      typename = names.name(plan.types().first());
    }
    return new RepresentationShape(plan.types(), typename, ObjectShape.of(plan.fields(), layout));
  }

  /** The object types it is for. */
  public TypeSet types() {
    return types;
  }

  /** The type name to send; null sends the object's own. */
  public @Nullable String typename() {
    return typename;
  }

  /** The fields to write. */
  public ObjectShape object() {
    return object;
  }

  /** The fields of one object. */
  public static final class ObjectShape {
    private final Field[] fields;
    private final int typename;

    private ObjectShape(Field[] fields, int typename) {
      this.fields = fields;
      this.typename = typename;
    }

    static ObjectShape of(List<RepresentationField> fields, Layout layout) {
      Field[] shapes = new Field[fields.size()];
      for (int i = 0; i < shapes.length; i++) {
        shapes[i] = new Field(fields.get(i), layout);
      }
      return new ObjectShape(shapes, layout.indexOf(Slot.TYPENAME));
    }

    /** How many fields there are. */
    public int fieldCount() {
      return fields.length;
    }

    /** A field. */
    public Field field(int number) {
      return fields[number];
    }

    /** Where objects have their run-time type, or {@link Layout#NOWHERE}. */
    public int typename() {
      return typename;
    }
  }

  /** One field of a representation. */
  public static final class Field {
    private final String name;
    private final byte[] quoted;
    private final int index;
    private final @Nullable TypeSet types;
    private final boolean key;
    private final @Nullable ObjectShape below;

    private Field(RepresentationField field, Layout layout) {
      this.name = field.name();
      this.quoted = ('"' + field.name() + "\":").getBytes(StandardCharsets.UTF_8);
      this.index = layout.indexOf(field.slot());
      this.types = field.types();
      this.key = field.key();
      Layout child = layout.child(index);
      this.below =
          field.fields().isEmpty() || child == null ? null : ObjectShape.of(field.fields(), child);
    }

    /** The key. */
    public String name() {
      return name;
    }

    /** The key in UTF-8 with its quotes and colon. */
    public byte[] quoted() {
      return quoted;
    }

    /** Where the value lies, or {@link Layout#NOWHERE}. */
    public int index() {
      return index;
    }

    /** For which object types it is written; null for all. */
    public @Nullable TypeSet types() {
      return types;
    }

    /** Whether without a value there is no representation. */
    public boolean key() {
      return key;
    }

    /** What to write of the objects in the value; null for a leaf. */
    public @Nullable ObjectShape below() {
      return below;
    }
  }
}
