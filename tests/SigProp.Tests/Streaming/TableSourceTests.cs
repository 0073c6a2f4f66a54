using System.Globalization;
using System.IO.Compression;
using System.Text;
using SigProp.Data;
using SigProp.Tests.Readme;
using SigProp.Training;

namespace SigProp.Tests.Streaming;

/// <summary>CSV files as sources of rows.</summary>
public sealed class TableSourceTests : IDisposable
{
    private static readonly TableRoles s_roles = new("kind");
    private readonly string _folder = Directory.CreateTempSubdirectory("sigprop-stream-").FullName;

    private static string Digits => Path.Combine(Repository.Root, "samples", "data", "digits.csv");

    public static TheoryData<string, string> Unsound() => new()
    {
        { "a,kind\n1,x\n2,y,3\n", "line 3: the row holds 3 values, and the header names 2 columns." },
        { "a,kind\n1,x\n\n\n2\n", "line 5: the row holds 1 value, and" },
        { "a,kind\n1,\"x\ny\"\n2,\n", "line 4, column 'kind': the class is missing" },
        { "a,kind\n1,\"x\n2,y\n", "line 2: a quote is not closed" },
        { "a,kind\n1,\"x\" z\n2,y\n", "line 2: a quote is not closed, or text follows" },
        { "a,kind\n1,x\nNaN,y\n", "line 3, column 'a': the value is NaN" },
        { "a,king\n1,x\n", "has no column 'kind'" },
        { "a,a,kind\n1,2,x\n", "twice" },
        { "a,kind\n", "a header line and no rows" },
        { "", "is empty" },
        { "\n\n", "no lines but blank ones" },
        { "a,kind\n1,\0\n", "binary data" },
    };

    [Theory]
    [MemberData(nameof(Unsound))]
    public void What_is_no_table_is_refused_with_its_line(string content, string message)
    {
        DataFormatException exception = Assert.Throws<DataFormatException>(() => TableSource.Fit(Write(content), s_roles));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused_with_their_line()
    {
        byte[] start = Encoding.UTF8.GetBytes("a,kind\n" + string.Concat(Enumerable.Repeat("1,x\n", 50_000)));
        string path = Path.Combine(_folder, "bad.csv");
        File.WriteAllBytes(path, [.. start, (byte)'2', (byte)',', 0xff, (byte)'\n']);
        DataFormatException exception = Assert.Throws<DataFormatException>(() => TableSource.Fit(path, s_roles));
        Assert.Contains("line 50002: the text is not UTF-8", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,kind\r\n1,x\r\n2,\"y \"\"z\"\"\"\r\n3,x", "x|y \"z\"|x")]
    [InlineData("a;kind\n 1 ; x \n\n2;\"a;b\"  \n3;\"l\nm\"\n", "x|a;b|l\nm")]
    [InlineData("a\tkind\n1\tx\n2\ty \"q\"\n", "x|y \"q\"")]
    [InlineData("\ufeffa,kind\r1,x\r2,y\r", "x|y")]
    public void Fields_are_read_as_they_are_meant(string content, string kinds)
    {
        using var rows = new TableRows(Write(content));
        var read = new List<string>();
        while (rows.Read())
        {
            read.Add(rows[rows.Find("kind")].ToString());
        }

        Assert.Equal(kinds.Split('|'), read);
    }

    [Fact]
    public void A_file_in_utf_16_or_packed_by_gzip_is_read_too()
    {
        const string Content = "a,kind\n1,ä\n2,€\n3,ä\n";
        string wide = Path.Combine(_folder, "wide.csv"), packed = Path.Combine(_folder, "packed.csv.gz");
        File.WriteAllText(wide, Content, Encoding.Unicode);
        using (var stream = new GZipStream(File.Create(packed), CompressionLevel.Fastest))
        {
            stream.Write(Encoding.UTF8.GetBytes(Content));
        }

        foreach (string path in new[] { wide, packed })
        {
            TableSource source = TableSource.Fit(path, s_roles);
            Assert.Equal(["ä", "€"], source.ClassNames);
            Assert.Equal(3, source.Rows);
        }
    }

    [Fact]
    public void Numbers_are_read_as_the_library_reads_them()
    {
        var random = new Random(1);
        string[] texts =
        [
            "0", "-0", "1", "-1.5", ".5", "5.", ".", "-", "+3", "1e5", "1E-300", "9007199254740993", "123456789012345678", "0.1", "1.", "-.25", "1-2", "1..2", "",
            "000000000000000001", "4.35", "0.000001",
            .. Enumerable.Range(0, 2000).Select(i => (random.NextDouble() * Math.Pow(10, (i % 20) - 10)).ToString($"F{i % 16}", CultureInfo.InvariantCulture)),
        ];
        foreach (string text in texts)
        {
            bool expected = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number);
            Assert.Equal(expected, NumberText.TryParse(text, out double read));
            Assert.Equal(BitConverter.DoubleToInt64Bits(number), BitConverter.DoubleToInt64Bits(read));
        }
    }

    [Fact]
    public void The_encoding_is_that_of_the_rows_in_memory()
    {
        // Numbers, some missing; texts; numbers with a text among them, late; an id; constants; nothing; texts with numbers among them.
        string[] lines =
        [
            "n,holes,color,late,id,same,none,mixed,kind",
            .. Enumerable.Range(0, 300).Select(i => string.Create(
                CultureInfo.InvariantCulture,
                $"{1000 + (i * 37 % 101 / 7.0)},{(i % 9 == 0 ? "?" : i % 13)},{"rgbw"[i * i % 4]},{(i == 250 ? "many" : i % 5)},k{i},7,NA,{(i % 3 == 0 ? "x" : i % 4)},{(i % 2 == 0 ? 10 : 9)}")),
        ];
        AssertSame(Write(string.Join('\n', lines)), "kind", lines);
        AssertSame(Digits, "digit", File.ReadAllLines(Digits));
    }

    [Fact]
    public void Digits_streamed_are_learned_as_well_as_in_memory()
    {
        TableSource source = TableSource.Fit(Digits, new TableRoles("digit"));
        using RowCursor cursor = source.Open();
        var block = new RowBlock((int)source.Rows!, source.Width, 0);
        while (block.Count < block.Capacity && cursor.Read(block.Slot(block.Count)))
        {
            block.Count++;
        }

        Dataset all = block.ToDataset(source);
        int[][] folds = StratifiedSplit.Folds(all, 5);
        Dataset training = all.Select([.. folds.Skip(1).SelectMany(f => f).Order()]), unseen = all.Select(folds[0]);
        var options = new TrainingOptions { Epochs = 12, ShuffleBuffer = 200, Threads = 2 };
        NetworkSpec spec = NetworkSpec.Create(source.Width, 10).Dense(128).Dense(128).Build();
        double inMemory = Evaluation.Of(new Trainer(options).Train(spec, training).Network, unseen).Accuracy;
        double streamed = Evaluation.Of(new Trainer(options).Train(spec, new DatasetSource(training)).Network, unseen).Accuracy;
        Assert.InRange(streamed, inMemory - 0.015, 1);
        TrainingResult file = new Trainer(options with { Epochs = 2 }).Train(spec, source);
        Assert.Equal(1797, file.Report.TrainingRows + file.Report.ValidationRows);
    }

    [Fact]
    public void Weights_numbers_and_columns_left_out_have_their_roles()
    {
        string path = Write("a,b,w,y\n1,5,2,10\n2,6,0.5,20\n3,5,0,30\n");
        var roles = new TableRoles("y") { OfNumbers = true, Weight = "w", Drop = ["b"] };
        TableSource source = TableSource.Fit(path, roles);
        Assert.Equal((1, 1, 0, true), (source.Width, source.Outputs, source.ClassCount, source.HasWeights));
        using RowCursor cursor = source.Open();
        var block = new RowBlock(4, 1, 1);
        for (int i = 0; cursor.Read(block.Slot(i)); i++)
        {
        }

        Assert.Equal([10, 20, 30], block.Values[..3]);
        Assert.Equal([2, 0.5f, 0], block.Weights[..3]);
        Assert.Throws<DataFormatException>(() => TableSource.Fit(path, roles with { Weight = "y" }));
    }

    [Theory]
    [InlineData("a,w,kind\n1,1,x\n2,-1,y\n", "line 3, column 'w': the weight is -1; it must be at least 0.")]
    [InlineData("a,w,kind\n1,1,x\n2,,y\n", "line 3, column 'w': the value is missing; every row needs a weight.")]
    [InlineData("a,w,kind\n1,1,x\n2,1,z\n", "line 3, column 'kind': the class 'z' is unknown")]
    [InlineData("a,w,kind\n1,1,x\nsix,1,y\n", "line 3, column 'a': 'six' is not a number")]
    [InlineData("w,kind\n1,x\n", "lacks what the model was trained on: column 'a'")]
    public void A_row_that_does_not_fit_is_refused_with_its_line(string content, string message)
    {
        TableSource known = TableSource.Fit(Write("a,w,kind\n1,1,x\n2,1,y\n"), s_roles with { Weight = "w" });
        var source = new TableSource(Write(content), s_roles with { Weight = "w" }, known.Encoding, known.ClassNames);
        DataFormatException exception = Assert.Throws<DataFormatException>(
            () => new Trainer(new TrainingOptions { Threads = 1 }).Train(NetworkSpec.Create(1, 2).Dense(4).Build(), source));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_a_file_of_numbers_allocates_nothing_a_row()
    {
        string path = Write("a,b,kind\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i % 100}.25,-{i % 7}e0,{"xy"[i % 2]}\n")));
        TableSource source = TableSource.Fit(path, s_roles);
        var block = new RowBlock(1, 2, 0);
        long least = long.MaxValue;

        // What the runtime allocates once, as it compiles, may fall into any pass but not into all.
        for (int pass = 0; pass < 5 && least > 0; pass++)
        {
            using RowCursor cursor = source.Open();
            cursor.Read(block.Slot(0));
            long before = GC.GetAllocatedBytesForCurrentThread();
            while (cursor.Read(block.Slot(0)))
            {
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.InRange(least, 0, 4096);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void AssertSame(string path, string label, string[] lines)
    {
        var builder = new TableBuilder($"'{path}'", lines[0].Split(','));
        for (int i = 1; i < lines.Length; i++)
        {
            builder.Add(lines[i].Split(','), i + 1);
        }

        Table table = builder.Build();
        TableEncoding inMemory = TableEncoding.Fit(table, label);
        TableSource streamed = TableSource.Fit(path, new TableRoles(label));
        Assert.Equal(ClassLabels.Names(table, label), streamed.ClassNames);
        Assert.Equal(inMemory.LeftOut, streamed.Encoding.LeftOut);
        Assert.Equal(inMemory.Columns.Count, streamed.Encoding.Columns.Count);
        foreach ((TableColumn expected, TableColumn actual) in inMemory.Columns.Zip(streamed.Encoding.Columns))
        {
            if (expected is NumericColumn number)
            {
                var other = Assert.IsType<NumericColumn>(actual);
                Assert.Equal((number.Name, number.Mean, number.MarksMissing), (other.Name, other.Mean, other.MarksMissing));
                Assert.Equal(number.Deviation, other.Deviation, 1e-12 * number.Deviation);
            }
            else
            {
                Assert.Equal(expected, actual);
            }
        }
    }

    private string Write(string content)
    {
        string path = Path.Combine(_folder, $"{Guid.NewGuid():N}.csv");
        File.WriteAllText(path, content);
        return path;
    }
}
