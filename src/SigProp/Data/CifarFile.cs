namespace SigProp.Data;

/// <summary>Reads the binary files of CIFAR-10 and CIFAR-100 (Krizhevsky 2009): records of one label (CIFAR-100: two, the superclass and the class)
/// and 3 x 32 x 32 pixels, a byte each; first all red, then all green, then all blue. Files may be packed by gzip.</summary>
public static class CifarFile
{
    private const int Ten = 10;
    private const int Hundred = 100;

    /// <summary>Reads images and their classes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="classCount">10 (default) for CIFAR-10, 100 for CIFAR-100.</param>
    /// <exception cref="DataFormatException">The file is not a whole number of records, at least 1, or a class is out of range.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of classes is neither 10 nor 100.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static CifarImages Read(string path, int classCount = Ten)
    {
        using Stream stream = DataFile.OpenRead(path);
        return Read(stream, path, classCount);
    }

    /// <summary>Reads images and their classes from a stream to its end.</summary>
    /// <param name="stream">The content, unpacked.</param>
    /// <param name="path">The file that messages name.</param>
    /// <param name="classCount">10 (default) for CIFAR-10, 100 for CIFAR-100.</param>
    /// <exception cref="DataFormatException">The content is not a whole number of records, at least 1, or a class is out of range.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of classes is neither 10 nor 100.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static CifarImages Read(Stream stream, string path, int classCount = Ten)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(path);
        if (classCount is not (Ten or Hundred))
        {
            throw new ArgumentOutOfRangeException(nameof(classCount), classCount, "CIFAR has 10 classes or 100.");
        }

        using var content = new MemoryStream();
        stream.CopyTo(content);
        byte[] records = content.ToArray();
        int labelBytes = classCount == Ten ? 1 : 2, length = labelBytes + CifarImages.Pixels;
        if (records.Length == 0 || records.Length % length != 0)
        {
            throw new DataFormatException(
                $"'{path}' is no file of CIFAR-{classCount}: its {records.Length} bytes are not a whole number, at least 1, of records of {length} bytes "
                + $"({labelBytes} for the class, {CifarImages.Pixels} for the pixels).");
        }

        // The last of the label bytes is the class.
        byte[] labels = new byte[records.Length / length];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = records[(i * length) + labelBytes - 1];
            if (labels[i] >= classCount)
            {
                throw new DataFormatException(
                    $"'{path}' is no file of CIFAR-{classCount}: the class of image {i} (counted from 0) is {labels[i]}; "
                    + $"it must lie in 0 to {classCount - 1}.");
            }
        }

        return new CifarImages($"'{path}'", records, labels, labelBytes, classCount);
    }
}
