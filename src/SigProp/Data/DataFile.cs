namespace SigProp.Data;

/// <summary>Opens data files, packed by gzip or not.</summary>
public static class DataFile
{
    /// <summary>The content of a file, unpacked where it begins as gzip does, whatever its name.</summary>
    /// <remarks>Reading throws a <see cref="DataFormatException"/> where a packed file is damaged or cut short. What cannot be read twice, such
    /// as a pipe, is read into memory whole.</remarks>
    /// <exception cref="DataFormatException">A pipe holds packed content that is damaged or cut short.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static Stream OpenRead(string path)
    {
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        try
        {
            return file.CanSeek ? Unpack(file, path) : ReadAll(file, path);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>What parts the fields of a table: as the file's name tells (<c>.tsv</c>, <c>.tab</c>), or else whichever of comma, semicolon and tab
    /// occurs most in the first line, outside quotes.</summary>
    /// <param name="path">The file's name; <c>.gz</c> behind it does not count.</param>
    /// <param name="start">How its text begins.</param>
    public static char DelimiterOf(string path, ReadOnlySpan<char> start)
    {
        ArgumentNullException.ThrowIfNull(path);
        string bare = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        if (bare.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase) || bare.EndsWith(".tab", StringComparison.OrdinalIgnoreCase))
        {
            return '\t';
        }

        int[] counts = new int[3];
        bool quoted = false;
        foreach (char c in start.TrimStart())
        {
            if (c == '\n' && !quoted)
            {
                break;
            }

            quoted ^= c == '"';
            int index = quoted ? -1 : ",;\t".IndexOf(c, StringComparison.Ordinal);
            if (index >= 0)
            {
                counts[index]++;
            }
        }

        return ",;\t"[Array.IndexOf(counts, counts.Max())];
    }

    // A pipe gives its bytes once: all are read, and unpacked, so that readers can go back to the beginning.
    private static MemoryStream ReadAll(FileStream pipe, string path)
    {
        Stream content = Unpack(Copy(pipe), path);
        return content as MemoryStream ?? Copy(content);
    }

    private static MemoryStream Copy(Stream content)
    {
        using (content)
        {
            var copy = new MemoryStream();
            content.CopyTo(copy);
            copy.Position = 0;
            return copy;
        }
    }

    private static Stream Unpack(Stream file, string path)
    {
        Span<byte> magic = stackalloc byte[2];
        bool packed = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic is [0x1f, 0x8b];
        file.Position = 0;
        return packed ? new BufferedStream(new GZipReader(file, path), 1 << 16) : file;
    }
}
