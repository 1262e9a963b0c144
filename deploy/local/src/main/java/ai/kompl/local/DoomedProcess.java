package ai.kompl.local;

import ai.kompl.local.verify.durability.Doom;
import ai.kompl.tenancy.caller.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A process of the durability proof, configured by the environment, that is to die at work. */
public final class DoomedProcess {
  private DoomedProcess() {}

  /**
   * Works until it dies.
   *
   * @param arguments the folder for uploads, the subgraphs with commas between, then what {@link
   *     Doom} takes
   */
  public static void main(String[] arguments) throws Exception {
    Settings settings = Settings.load(ProductKeys.catalogue(), Optional.empty(), System.getenv());
    var backend = new Backend(settings, Path.of(arguments[0]));
    List<String> subgraphs = List.of(arguments[1].split(",", -1));
    List<String> words = List.of(arguments).subList(2, arguments.length);
    System.exit(Doom.run(words, edges -> new OpenWorkplace(backend.with(edges), subgraphs)));
  }
}
