package ai.kompl.local.verify.isolation;

/** Changes what goes between the product and its database: a planted leak, or nothing. */
interface Meddler {
  /** Lets everything pass. */
  Meddler NONE = new Meddler() {};

  /** What is sent instead. */
  default WireRound ask(WireRound asked) {
    return asked;
  }

  /**
   * What is answered instead.
   *
   * @param asked as the product sent it
   * @param answered as the database said it
   */
  default WireRound answer(WireRound asked, WireRound answered) {
    return answered;
  }
}
