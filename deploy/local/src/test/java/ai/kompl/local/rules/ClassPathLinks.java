package ai.kompl.local.rules;

import java.io.File;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

/** All classes of a class path and what those of the watched libraries refer to in one another. */
final class ClassPathLinks {
  private static final List<String> WATCHED =
      List.of(
          "io/helidon/",
          "graphql/",
          "org/dataloader/",
          "io/micrometer/",
          "io/opentelemetry/",
          "com/zaxxer/hikari/",
          "com/apollographql/");

  /**
   * Optional integrations: named by the library, absent by design, reached only when their own
   * library is there.
   */
  private static final List<String> OPTIONAL_SOURCES =
      List.of(
          "com/zaxxer/hikari/metrics/",
          "com/zaxxer/hikari/hibernate/",
          "io/micrometer/",
          "io/opentelemetry/proto/collector/");

  /** Every type has these, interfaces too, though no interface declares them. */
  private static final Set<String> OBJECT_METHODS =
      Arrays.stream(Object.class.getMethods()).map(Method::getName).collect(Collectors.toSet());

  private record Members(Set<String> names, List<String> parents) {}

  private final Map<String, Members> known = new HashMap<>();
  private final Map<String, ClassModel> watched = new HashMap<>();
  private final List<String> targets;

  private ClassPathLinks(List<String> targets) {
    this.targets = targets;
  }

  static ClassPathLinks read(String classPath) throws IOException {
    var links = new ClassPathLinks(WATCHED);
    for (String entry : classPath.split(File.pathSeparator)) {
      if (entry.endsWith(".jar")) {
        links.addJar(Path.of(entry));
      } else if (Files.isDirectory(Path.of(entry))) {
        links.addFolder(Path.of(entry), WATCHED);
      }
    }
    return links;
  }

  static ClassPathLinks readFolder(Path folder, String source, String target) throws IOException {
    var links = new ClassPathLinks(List.of(target));
    links.addFolder(folder, List.of(source));
    return links;
  }

  int checkedClasses() {
    return watched.size();
  }

  List<String> brokenReferences() {
    var broken = new ArrayList<String>();
    watched.forEach((name, model) -> {
      for (PoolEntry entry : model.constantPool()) {
        if (entry instanceof MemberRefEntry member && !resolves(member)) {
          broken.add(name + " -> " + show(member));
        }
      }
    });
    return broken;
  }

  private boolean resolves(MemberRefEntry member) {
    String owner = member.owner().asInternalName();
    if (owner.startsWith("[")
        || OBJECT_METHODS.contains(member.name().stringValue())
        || targets.stream().noneMatch(owner::startsWith)) {
      return true;
    }
    return find(owner, member.name().stringValue() + member.type().stringValue(), new HashSet<>());
  }

  /**
   * Looks for a member in a type and its parents; parents outside the class path (the JDK) are
   * believed.
   */
  private boolean find(String owner, String member, Set<String> seen) {
    if (!seen.add(owner)) {
      return false;
    }
    Members members = known.get(owner);
    if (members == null) {
      return owner.startsWith("java/") && !owner.equals("java/lang/Object");
    }
    return members.names().contains(member)
        || members.parents().stream().anyMatch(parent -> find(parent, member, seen));
  }

  private static String show(MemberRefEntry member) {
    return member.owner().asInternalName()
        + "."
        + member.name().stringValue()
        + member.type().stringValue();
  }

  private void addFolder(Path folder, List<String> sources) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        add(Files.readAllBytes(file), sources);
      }
    }
  }

  private void addJar(Path path) throws IOException {
    try (var jar = new JarFile(path.toFile())) {
      var entries = jar.entries();
      while (entries.hasMoreElements()) {
        var entry = entries.nextElement();
        String name = entry.getName();
        if (name.endsWith(".class")
            && !name.startsWith("META-INF/")
            && !name.equals("module-info.class")) {
          try (var in = jar.getInputStream(entry)) {
            add(in.readAllBytes(), WATCHED);
          }
        }
      }
    }
  }

  private void add(byte[] bytes, List<String> sources) {
    ClassModel model = ClassFile.of().parse(bytes);
    String name = model.thisClass().asInternalName();
    var names = new HashSet<String>();
    model
        .methods()
        .forEach(m -> names.add(m.methodName().stringValue() + m.methodType().stringValue()));
    model
        .fields()
        .forEach(f -> names.add(f.fieldName().stringValue() + f.fieldType().stringValue()));
    var parents = new ArrayList<String>();
    model.superclass().map(ClassEntry::asInternalName).ifPresent(parents::add);
    model.interfaces().forEach(i -> parents.add(i.asInternalName()));
    known.putIfAbsent(name, new Members(names, parents));
    if (sources.stream().anyMatch(name::startsWith)
        && OPTIONAL_SOURCES.stream().noneMatch(name::startsWith)) {
      watched.putIfAbsent(name, model);
    }
  }
}
