package io.github.virtcompanion.xml;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;

import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

import java.io.IOException;
import java.io.StringReader;

import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;

/// Any XML text, found well-formed by the JDK's parser, and its elements with their places in the text.
/// A document type (DTD) is refused, and with it every entity that is not built in: nothing is ever fetched or expanded.
record Document(String text, Element root) {
    /// The largest definitions known have some thousand elements; each takes some hundred bytes here.
    private static final int ELEMENTS = 200_000;
    private static final int LENGTH = 32 << 20;
    /// Making a parser takes as long as parsing a definition.
    private static final ThreadLocal<SAXParser> SPARE = new ThreadLocal<>();
    private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";

    /// @throws FailedException malformed (with line and column), or with a document type
    static Document parse(String text) throws FailedException {
        // A byte order mark that somebody decoded along is no part of the document.
        if (text.length() > LENGTH) throw tooLarge();
        String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
        Check check = new Check();
        try {
            SAXParser parser = SPARE.get() == null ? parser() : SPARE.get();
            SPARE.remove();
            parser.parse(new InputSource(new StringReader(body)), check);
            // One that stumbled is not used again.
            SPARE.set(parser);
        } catch (TooLarge e) {
            throw tooLarge();
        } catch (SAXParseException e) {
            if (hasDoctype(body))
                throw doctype(words(e));
            throw malformed(e.getLineNumber(), e.getColumnNumber(), words(e));
        } catch (SAXException e) {
            // Where a document type stands in the middle of a document, the JDK's parser knows no line, only a state of its own.
            if (body.contains("<!DOCTYPE")) throw doctype(String.valueOf(e.getMessage()));
            throw malformed(1, 1, String.valueOf(e.getMessage()));
        } catch (IOException | ParserConfigurationException e) {
            throw new IllegalStateException("the JDK's XML parser does not do its work", e);
        }
        return new Document(text, Scanner.scan(text));
    }

    private static SAXParser parser() throws ParserConfigurationException, SAXException {
        SAXParserFactory factory = SAXParserFactory.newDefaultNSInstance();
        factory.setFeature(NO_DOCTYPE, true);
        SAXParser parser = factory.newSAXParser();
        // Without a DTD nothing expands, so these guards of the JDK would only refuse odd, harmless documents.
        parser.setProperty("jdk.xml.elementAttributeLimit", "10000");
        for (String limit : new String[] {"maxXMLNameLimit", "maxElementDepth", "totalEntitySizeLimit", "maxGeneralEntitySizeLimit"})
            parser.setProperty("jdk.xml." + limit, "0");
        return parser;
    }

    private static FailedException doctype(String words) {
        return new Failure(Message.of("xml.doctype"), Message.of("xml.doctype.next"), words).asException();
    }

    private static FailedException malformed(int line, int column, String words) {
        return new Failure(Message.of("xml.malformed", Integer.toString(line), Integer.toString(column)), Message.of("xml.malformed.next"), words).asException();
    }

    private static FailedException tooLarge() {
        return new Failure(Message.of("xml.too-large"), Message.of("xml.too-large.next"), "").asException();
    }

    private static boolean hasDoctype(String body) {
        int at = 0;
        while ((at = body.indexOf('<', at)) >= 0) {
            if (body.startsWith("<!DOCTYPE", at)) return true;
            if (!body.startsWith("<?", at) && !body.startsWith("<!--", at)) return false;
            int end = Scanner.endOfMarkup(body, at);
            if (end <= at + 4) return false;
            at = end;
        }
        return false;
    }

    private static String words(SAXParseException e) {
        return e.getLineNumber() + ":" + e.getColumnNumber() + ": " + e.getMessage();
    }

    private static final class TooLarge extends SAXException {}

    private static final class Check extends DefaultHandler {
        private int elements;

        @Override
        public void startElement(String uri, String local, String name, Attributes attributes) throws SAXException {
            if (++elements > ELEMENTS) throw new TooLarge();
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public InputSource resolveEntity(String publicId, String systemId) throws SAXException {
            throw new SAXException("no entity is ever fetched: " + systemId);
        }
    }
}
