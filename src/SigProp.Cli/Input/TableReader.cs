using System.Globalization;
using System.Text;
using System.Text.Unicode;
using CsvHelper;
using CsvHelper.Configuration;
using SigProp.Data;

namespace SigProp.Cli.Input;

/// <summary>Reads CSV files, whether fields are parted by commas, semicolons or tabs.</summary>
internal static class TableReader
{
    private const int CheckEvery = 1024;

    /// <param name="stream">The file's content, unpacked.</param>
    /// <param name="path">The file.</param>
    /// <param name="start">How its content begins.</param>
    /// <param name="stop">Ends the reading.</param>
    public static Table Read(Stream stream, string path, ReadOnlySpan<byte> start, CancellationToken stop)
    {
        string name = $"'{path}'";
        if (start.IsEmpty)
        {
            throw new InputException($"{name} is empty.");
        }

        if (start.StartsWith("SIGPROP\0"u8))
        {
            throw new InputException($"{name} is a model, not data.");
        }

        bool wide = start is [0xff, 0xfe, ..] or [0xfe, 0xff, ..];
        if (start.Contains((byte)0) && !wide)
        {
            throw new InputException($"{name} is neither a CSV file nor an IDX file of images: it holds binary data.");
        }

        using var reader = new StreamReader(stream, EncodingOf(start), detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = DataFile.DelimiterOf(path, wide ? "" : Encoding.UTF8.GetString(start)).ToString(),
            TrimOptions = TrimOptions.Trim,
            // A quote within a field is text; one that opens a field must close it.
            BadDataFound = bad =>
            {
                if (bad.Field.TrimStart().StartsWith('"'))
                {
                    throw Unreadable(name, bad.Context.Parser!.RawRow - bad.Field.Count(c => c == '\n'));
                }
            },
            DetectColumnCountChanges = false,
        };
        using var parser = new CsvParser(reader, configuration);
        try
        {
            return Read(name, parser, stop);
        }
        catch (CsvHelperException exception)
        {
            throw Unreadable(name, parser.RawRow, exception);
        }
        catch (DecoderFallbackException exception)
        {
            string line = wide ? "" : LineThatIsNoText(stream, path);
            throw new DataFormatException($"{name}{line}: the text is not {(wide ? "UTF-16" : "UTF-8")}; save it as UTF-8.", exception);
        }
    }

    // As the mark at the beginning says, or else UTF-8; bytes that are no text are an error.
    private static Encoding EncodingOf(ReadOnlySpan<byte> start) => start switch
    {
        [0xff, 0xfe, 0, 0, ..] => new UTF32Encoding(bigEndian: false, byteOrderMark: true, throwOnInvalidCharacters: true),
        [0xff, 0xfe, ..] => new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
        [0xfe, 0xff, ..] => new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
        _ => new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true),
    };

    // The decoder reads ahead of the parser, so the place is looked for again.
    private static string LineThatIsNoText(Stream stream, string path)
    {
        using var content = new MemoryStream();
        using (Stream again = InputData.FromTheBeginning(stream, path))
        {
            again.CopyTo(content);
        }

        ReadOnlySpan<byte> rest = content.GetBuffer().AsSpan(0, (int)content.Length);
        for (int line = 1; !rest.IsEmpty; line++)
        {
            int end = rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> bytes = end < 0 ? rest : rest[..end];
            if (!Utf8.IsValid(bytes))
            {
                return FormattableString.Invariant($", line {line}");
            }

            rest = end < 0 ? [] : rest[(end + 1)..];
        }

        return "";
    }

    private static DataFormatException Unreadable(string name, int line, Exception? inner = null)
        => new($"{name}, line {line}: a quote is not closed, or text follows it before the field ends.", inner);

    private static Table Read(string name, CsvParser parser, CancellationToken stop)
    {
        if (!parser.Read())
        {
            throw new InputException($"{name} holds no lines but blank ones.");
        }

        var builder = new TableBuilder(name, [.. parser.Record!.Select((column, i) => string.IsNullOrWhiteSpace(column) ? $"column {i + 1}" : column)]);
        string[] fields = [];
        while (parser.Read())
        {
            if (parser.Row % CheckEvery == 0)
            {
                stop.ThrowIfCancellationRequested();
            }

            if (fields.Length != parser.Count)
            {
                fields = new string[parser.Count];
            }

            int lines = 0;
            for (int i = 0; i < fields.Length; i++)
            {
                fields[i] = parser[i];
                lines += fields[i].Count(c => c == '\n');
            }

            builder.Add(fields, parser.RawRow - lines);
        }

        Table table = builder.Build();
        return table.RowCount > 0 ? table : throw new InputException($"{name} holds a header line and no rows.");
    }
}
