package dev.lockstep.cli.run;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The value of {@code --time} and its like, such as {@code 90s} or {@code 5m}. */
public final class TimeSpan implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    try {
      Duration duration = Duration.parse("PT" + text.strip());
      if (duration.isZero() || duration.isNegative()) {
        throw new TypeConversionException("must be above 0, was " + text);
      }
      return duration;
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new TypeConversionException("not a time such as 90s or 5m: " + text);
    }
  }
}
