package ai.kompl.local.verify.cache;

/**
 * One reading or change that ended well, in the time of the monotonic clock that all processes of a
 * machine share.
 *
 * @param write whether it was a change
 * @param word of whom and which
 * @param from when it began
 * @param to when it ended
 * @param version what was read, or what the change made
 */
record Seen(boolean write, String word, long from, long to, long version) {
  String line() {
    return (write ? "w " : "r ") + word + " " + from + " " + to + " " + version;
  }

  static Seen read(String line) {
    String[] parts = line.split(" ", -1);
    return new Seen(
        parts[0].equals("w"),
        parts[1],
        Long.parseLong(parts[2]),
        Long.parseLong(parts[3]),
        Long.parseLong(parts[4]));
  }
}
