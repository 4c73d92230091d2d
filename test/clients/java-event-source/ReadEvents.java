import com.launchdarkly.eventsource.ErrorStrategy;
import com.launchdarkly.eventsource.EventSource;
import java.net.URI;

/** Reads the event stream at a URL with LaunchDarkly's EventSource, and prints each event as a line of JSON. */
class ReadEvents {
  public static void main(String[] arguments) {
    var source = new EventSource.Builder(URI.create(arguments[0]))
        .errorStrategy(ErrorStrategy.alwaysContinue())
        .build();
    for (var event : source.messages()) {
      System.out.println("{\"event\":" + quoted(event.getEventName())
          + ",\"id\":" + quoted(event.getLastEventId())
          + ",\"data\":" + quoted(event.getData()) + "}");
    }
  }

  private static String quoted(String text) {
    return text == null ? "\"\"" : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
