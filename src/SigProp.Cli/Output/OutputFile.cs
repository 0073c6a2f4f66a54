using System.Text.Json;

namespace SigProp.Cli.Output;

/// <summary>Files that are complete or not there.</summary>
internal static class OutputFile
{
    /// <summary>Makes sure, before any work is done, that a file can be written.</summary>
    /// <param name="path">The file to be written.</param>
    /// <param name="inputs">Files that are read, which it must not replace.</param>
    /// <exception cref="InputException">It cannot.</exception>
    public static void Check(string path, params string[] inputs)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new InputException("The name of the file to write is empty.");
        }

        if (Path.EndsInDirectorySeparator(path) || Directory.Exists(path))
        {
            throw new InputException($"'{path}' is a folder; give the name of a file to write.");
        }

        string full = Path.GetFullPath(path);
        if (inputs.Any(input => Path.GetFullPath(input) == full))
        {
            throw new InputException($"'{path}' is read and cannot be written to as well; give another name.");
        }

        string folder = Path.GetDirectoryName(full)!;
        if (!Directory.Exists(folder))
        {
            throw new InputException($"There is no folder '{folder}' to write '{Path.GetFileName(full)}' to.");
        }

        try
        {
            using FileStream probe = new(
                Temporary(full), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"The folder '{folder}' cannot be written to.");
        }
    }

    /// <summary>Writes a file under another name, and gives it its own once it is complete.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        string full = Path.GetFullPath(path), temporary = Temporary(full);
        try
        {
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Writes a JSON file in the same way.</summary>
    public static void WriteJson(string path, Action<Utf8JsonWriter> write) => Write(path, stream =>
    {
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            write(json);
        }

        stream.WriteByte((byte)'\n');
    });

    private static string Temporary(string full) => $"{full}.{Guid.NewGuid():N}.tmp";
}
