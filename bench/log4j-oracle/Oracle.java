import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.DefaultConfiguration;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.core.lookup.MainMapLookup;
import org.apache.logging.log4j.core.lookup.StrLookup;
import org.apache.logging.log4j.message.SimpleMessage;

/** Reads messages, base64, one a line; prints 1 for one whose formatting looks something up in JNDI, and 0 for another. Nothing is connected to. */
public final class Oracle {
  private static boolean fired;

  private static final StrLookup RECORDER = new StrLookup() {
    @Override
    public String lookup(String key) {
      fired = true;
      return null;
    }

    @Override
    public String lookup(LogEvent event, String key) {
      return lookup(key);
    }
  };

  public static void main(String[] arguments) throws ReflectiveOperationException, IOException {
    Configuration configuration = new DefaultConfiguration();
    Object interpolator = configuration.getStrSubstitutor().getVariableResolver();
    Field lookups = interpolator.getClass().getDeclaredField("strLookupMap");
    lookups.setAccessible(true);
    @SuppressWarnings("unchecked")
    Map<String, StrLookup> map = (Map<String, StrLookup>) lookups.get(interpolator);
    map.put("jndi", RECORDER);
    // what an attacker may have put there by another header
    ThreadContext.put("letter", "j");
    ThreadContext.put("scheme", "jndi:ldap:");
    MainMapLookup.setMainArguments("n", "di");

    PatternLayout layout = PatternLayout.newBuilder().withConfiguration(configuration).withPattern("%m").build();
    PrintStream output = new PrintStream(System.out, false, StandardCharsets.US_ASCII);
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      output.println(fires(layout, new String(Base64.getDecoder().decode(line), StandardCharsets.UTF_8)) ? 1 : 0);
    }
    output.flush();
  }

  private static boolean fires(PatternLayout layout, String message) {
    fired = false;
    try {
      layout.toSerializable(Log4jLogEvent.newBuilder().setLevel(Level.INFO).setMessage(new SimpleMessage(message)).setThreadName("main").build());
    } catch (RuntimeException | StackOverflowError ended) {
      // Log4j gives up on lookups that contain themselves: what it has looked up before counts
    }
    return fired;
  }
}
