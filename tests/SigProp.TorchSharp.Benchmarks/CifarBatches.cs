using SigProp.Data;

namespace SigProp.TorchSharp.Benchmarks;

/// <summary>CIFAR-10's binary version as it is distributed: data_batch_1.bin to data_batch_5.bin and test_batch.bin, packed by gzip or not. Channels are
/// standardised by the rows to learn from.</summary>
internal sealed record CifarBatches(Dataset Train, Dataset Test, int Files)
{
    /// <summary>How many files of rows to learn from there are in all.</summary>
    public const int AllFiles = 5;

    /// <summary>Reads what is there of them.</summary>
    /// <param name="folder">The folder that holds them.</param>
    /// <param name="trainRows">The most rows to learn from.</param>
    /// <param name="testRows">The most rows to test on.</param>
    public static CifarBatches Read(string folder, int trainRows, int testRows)
    {
        string[] parts = [.. Enumerable.Range(1, AllFiles).Select(i => Find(folder, $"data_batch_{i}.bin")).OfType<string>()];
        if (parts.Length == 0 || Find(folder, "test_batch.bin") is not string test)
        {
            throw new FileNotFoundException(
                $"'{folder}' holds no {(parts.Length == 0 ? "data_batch_1.bin" : "test_batch.bin")}, packed by gzip or not; name by --data the folder of CIFAR-10's binary version.");
        }

        CifarImages images = Concatenate(folder, parts, trainRows), tests = Concatenate(folder, [test], testRows);
        int[] rows = Rows(images, trainRows);
        ChannelScaling scaling = ChannelScaling.Fit(images, rows);
        return new CifarBatches(Encode(scaling, images, rows), Encode(scaling, tests, Rows(tests, testRows)), parts.Length);
    }

    private static string? Find(string folder, string name)
        => new[] { name, name + ".gz" }.Select(n => Path.Combine(folder, n)).FirstOrDefault(File.Exists);

    private static int[] Rows(CifarImages images, int most) => [.. Enumerable.Range(0, Math.Min(images.Count, most))];

    private static Dataset Encode(ChannelScaling scaling, CifarImages images, int[] rows)
        => new(scaling.Encode(images, rows), scaling.Width, [.. rows.Select(r => (int)images.Labels[r])], images.ClassCount);

    /// <summary>The files' images as if they were one file's, as many files as hold the rows.</summary>
    private static CifarImages Concatenate(string folder, string[] files, int most)
    {
        using var content = new MemoryStream();
        foreach (string file in files)
        {
            using Stream stream = DataFile.OpenRead(file);
            stream.CopyTo(content);
            if (content.Length / (CifarImages.Pixels + 1) >= most)
            {
                break;
            }
        }

        content.Position = 0;
        return CifarFile.Read(content, files.Length == 1 ? files[0] : Path.Combine(folder, "data_batch_*.bin"));
    }
}
