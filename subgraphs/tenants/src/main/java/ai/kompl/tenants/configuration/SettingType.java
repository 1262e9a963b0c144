package ai.kompl.tenants.configuration;

/** The kind of a setting's values, see the schema. */
public enum SettingType {
  TEXT,
  WHOLE_NUMBER,
  YES_NO,
  CHOICE,
  DURATION,
  TIME_ZONE,
  SECRET
}
