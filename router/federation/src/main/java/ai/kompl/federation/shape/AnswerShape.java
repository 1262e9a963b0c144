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
   * @param places the layouts of the objects that it will be merged into; what lies below their
   *     fields is the same for all
   */
  static AnswerShape outermost(
      AnswerSelection answer, List<Layout> places, VerbatimCompiler verbatim) {
    List<AnswerField> fields = answer.fields();
    Field[] shapes = new Field[fields.size()];
    for (int i = 0; i < shapes.length; i++) {
      shapes[i] = field(fields.get(i), i, places, verbatim);
    }
    return new AnswerShape(shapes, shapes.length);
  }

  private static AnswerShape below(
      AnswerSelection answer, Layout layout, VerbatimCompiler verbatim) {
    List<AnswerField> fields = answer.fields();
    Field[] shapes = new Field[fields.size()];
    for (int i = 0; i < shapes.length; i++) {
      int index = layout.indexOf(fields.get(i).slot());
      shapes[i] = field(fields.get(i), index, List.of(layout), verbatim);
    }
    return new AnswerShape(shapes, layout.size());
  }

  private static Field field(
      AnswerField field, int index, List<Layout> places, VerbatimCompiler verbatim) {
    Layout first = places.getFirst();
    Layout child = first.child(first.indexOf(field.slot()));
    if (field.leaf() || child == null) {
      return new Field(field, index, null, null);
    }
    AnswerShape below = below(field.selection(), child, verbatim);
    return new Field(field, index, below, verbatim.field(field, places));
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
    private final @Nullable VerbatimShape verbatim;

    private Field(
        AnswerField field,
        int index,
        @Nullable AnswerShape below,
        @Nullable VerbatimShape verbatim) {
      this.key = field.responseKey();
      this.name = key.getBytes(StandardCharsets.UTF_8);
      this.quoted = ('"' + key + "\":").getBytes(StandardCharsets.UTF_8);
      this.index = index;
      this.slot = field.slot();
      this.below = below;
      this.verbatim = verbatim;
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

    /** The form of the value that can be handed on as it is; null where none can. */
    public @Nullable VerbatimShape verbatim() {
      return verbatim;
    }
  }
}
