package io.github.virtcompanion.xml;

import com.thaiopensource.util.PropertyMapBuilder;
import com.thaiopensource.validate.ValidateProperty;
import com.thaiopensource.validate.ValidationDriver;
import com.thaiopensource.validate.rng.SAXSchemaReader;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Checks definitions against libvirt's own RELAX NG schema, where it is installed. libvirt's answer to a definition that does
/// not fit names an element at best; this one has lines and reasons.
///
/// Reading the schema takes a second, once; a check takes milliseconds. One thread at a time.
public final class SchemaCheck {
    /// Part of libvirt's client library on most systems, of its daemon on some.
    public static final String LIBVIRTS = "/usr/share/libvirt/schemas/domain.rng";
    private static final Pattern EXPECTED = Pattern.compile("(.*?); (?:expected |must be (?:equal to )?)(.*)", Pattern.DOTALL);
    private static final int MOST = 50;

    private final String path;
    private final List<Complaint> found = new ArrayList<>();
    private ValidationDriver driver;

    /// @param path of the schema's first file
    public SchemaCheck(String path) {
        this.path = path;
    }

    /// @param line     from 1
    /// @param reason   what is wrong there, in the checker's own words
    /// @param expected what could stand there instead; may be long, and may be empty
    public record Complaint(int line, int column, String reason, String expected) {}

    /// @return in the order of the text, at most fifty; empty where it fits. Unknown where there is no schema here
    /// @throws FailedException not well-formed
    public synchronized Fact<List<Complaint>> check(String xml) throws FailedException {
        Document.parse(xml);
        try {
            if (driver == null) driver = read();
            found.clear();
            driver.validate(new InputSource(new StringReader(xml)));
            return Fact.known(List.copyOf(found.subList(0, Math.min(MOST, found.size()))), path);
        } catch (FileNotFoundException | NoSuchFileException e) {
            return Fact.unknown("xml.schema-absent", path);
        } catch (IOException | SAXException e) {
            return Fact.unknown("xml.schema-unreadable", String.valueOf(e.getMessage()));
        }
    }

    private ValidationDriver read() throws IOException, SAXException {
        PropertyMapBuilder properties = new PropertyMapBuilder();
        properties.put(ValidateProperty.ERROR_HANDLER, new Collecting());
        ValidationDriver made = new ValidationDriver(properties.toPropertyMap(), SAXSchemaReader.getInstance());
        if (!made.loadSchema(new InputSource("file://" + path))) throw new SAXException(found.isEmpty() ? path : found.getFirst().reason());
        return made;
    }

    private final class Collecting implements ErrorHandler {
        @Override
        public void warning(SAXParseException e) {
            // Nothing that libvirt would refuse.
        }

        @Override
        public void error(SAXParseException e) {
            Matcher words = EXPECTED.matcher(String.valueOf(e.getMessage()));
            boolean both = words.matches();
            found.add(new Complaint(e.getLineNumber(), e.getColumnNumber(), both ? words.group(1) : String.valueOf(e.getMessage()), both ? words.group(2) : ""));
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
