package ai.kompl.regops.catalogue;

import java.util.List;

/** What came of reading a catalogue file. */
public sealed interface CatalogueReading {

  /** The first hundred problems, errors before warnings. */
  List<CatalogueProblem> problems();

  /** All problems found. */
  int problemCount();

  /** The file is a sound catalogue; its problems are warnings only. */
  record Sound(Catalogue catalogue, List<CatalogueProblem> problems, int problemCount)
      implements CatalogueReading {
    public Sound {
      problems = List.copyOf(problems);
    }
  }

  /** The file cannot be imported; at least one problem is an error. */
  record Refused(List<CatalogueProblem> problems, int problemCount) implements CatalogueReading {
    public Refused {
      problems = List.copyOf(problems);
    }

    /** Refuses for one reason. */
    public static Refused because(CatalogueProblem problem) {
      return new Refused(List.of(problem), 1);
    }
  }
}
