package ai.kompl.federation.shape;

import ai.kompl.federation.plan.AnswerSelection;
import ai.kompl.federation.plan.AnswerSelection.AnswerField;
import ai.kompl.federation.plan.Slot;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which keys to expect in an object of an answer, and where their values go. */
public final class AnswerShape {
  private final Field[] fields;
  private final int size;

  private AnswerShape(Field[] fields, int size) {
    this.fields = fields;
    this.size = size;
  }

  /**
   * The shape of an answer's outermost object. It has a value per field in the fields' order: it is
   * only held until it has been merged.
   *
   * @param layout the layout of the objects that it will be merged into
   */
  static AnswerShape outermost(AnswerSelection answer, Layout layout) {
    List<AnswerField> fields = answer.fields();
    Field[] shapes = new Field[fields.size()];
    for (int i = 0; i < shapes.length; i++) {
      shapes[i] = field(fields.get(i), i, layout);
    }
    return new AnswerShape(shapes, shapes.length);
  }

  private static AnswerShape below(AnswerSelection answer, Layout layout) {
    List<AnswerField> fields = answer.fields();
    Field[] shapes = new Field[fields.size()];
    for (int i = 0; i < shapes.length; i++) {
      shapes[i] = field(fields.get(i), layout.indexOf(fields.get(i).slot()), layout);
    }
    return new AnswerShape(shapes, layout.size());
  }

  private static Field field(AnswerField field, int index, Layout layout) {
    Layout child = layout.child(layout.indexOf(field.slot()));
    boolean leaf = field.leaf() || child == null;
    AnswerShape below = leaf || child == null ? null : below(field.selection(), child);
    return new Field(field.responseKey(), index, field.slot(), below);
  }

  /** How many values the object has. */
  public int size() {
    return size;
  }

  /** How many keys are expected. */
  public int fieldCount() {
    return fields.length;
  }

  /** The field with this key, or null. */
  public @Nullable Field named(String key) {
    for (Field field : fields) {
      if (field.key.equals(key)) {
        return field;
      }
    }
    return null;
  }

  /** An expected key. */
  public Field field(int number) {
    return fields[number];
  }

  /** One expected key. */
  public static final class Field {
    private final String key;
    private final byte[] name;
    private final byte[] quoted;
    private final int index;
    private final int slot;
    private final @Nullable AnswerShape below;

    Field(String key, int index, int slot, @Nullable AnswerShape below) {
      this.key = key;
      this.name = key.getBytes(StandardCharsets.UTF_8);
      this.quoted = ('"' + key + "\":").getBytes(StandardCharsets.UTF_8);
      this.index = index;
      this.slot = slot;
      this.below = below;
    }

    /** The key. */
    public String key() {
      return key;
    }

    /** The key in UTF-8. */
    public byte[] name() {
      return name;
    }

    /** The key in UTF-8 with its quotes and colon. */
    public byte[] quoted() {
      return quoted;
    }

    /** Where in the object the value goes. */
    public int index() {
      return index;
    }

    /** The slot it is for. */
    public int slot() {
      return slot;
    }

    /** Whether the value is the object's run-time type. */
    public boolean typename() {
      return slot == Slot.TYPENAME;
    }

    /** The shape of the objects in the value; null for a leaf. */
    public @Nullable AnswerShape below() {
      return below;
    }
  }
}
