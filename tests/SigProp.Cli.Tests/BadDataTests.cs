using System.Text;

namespace SigProp.Cli.Tests;

/// <summary>Data that cannot be used are refused in one sentence that names the place.</summary>
public sealed class BadDataTests : CliTest
{
    public static TheoryData<string, string> Tables => new()
    {
        { "", "is empty" },
        { "\n\n", "blank" },
        { "a,y\n", "no rows" },
        { "a,a,y\n1,2,u\n", "'a' twice" },
        { "a,,y\n1,NaN,u\n2,3,v\n", "line 2, column 'column 2'" },
        { "a,y\n1,u\n2\n", "line 3: the row holds 1 value" },
        { "a,y\n1,u\n2,v,3\n", "line 3: the row holds 3 values" },
        { "a,y\n1,u\nNaN,v\n", "line 3, column 'a': the value is NaN" },
        { "a,y\n1,u\n-Infinity,v\n", "line 3, column 'a': the value is -Infinity" },
        { "a,y\n1,u\n1e40,v\n", "line 3, column 'a': the value is 1e40" },
        { "a,y\n1,u\n2,\n", "line 3, column 'y': the class is missing" },
        { "a,y\n1,u\n2,u\n", "one class only, 'u'" },
        { "a,Y\n1,u\n2,v\n", "no column 'y'; the nearest is 'Y'" },
        { "a,kind\n1,u\n2,v\n", "no column 'y'; the nearest is 'a'" },
        { "y\nu\nv\n", "no other column" },
        { "a,y\n1,u\n1,v\n", "its value is always 1" },
        { "a,y\n1,1.5\n2,2.5\n3,3.5\n4,4.5\n", "4 different values in 4 rows" },
        { "a,y\n1,u\n2,\"v\n3,u\n", "line 3: a quote is not closed" },
        { "SIGPROP\0", "is a model" },
        { "PK\u0003\u0004\0\0", "binary" },
    };

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_table_that_cannot_be_used_is_refused(string content, string reason)
    {
        File.WriteAllText(PathOf("bad.csv"), content);
        Refuse("train {bad.csv} --label y --out {m.sigprop}", reason);
        Refuse("compare {bad.csv} --label y --json {c.json} --folds 2", reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("EFBBBF")]
    public void Text_that_is_not_UTF_8_is_refused_with_its_line(string mark)
    {
        byte[] start = [.. Convert.FromHexString(mark), .. "a,y\n"u8];
        byte[] rows = [.. Enumerable.Repeat("1,\u00fc\n2,v\n", 9000).SelectMany(Encoding.UTF8.GetBytes)];
        File.WriteAllBytes(PathOf("latin.csv"), [.. start, .. rows, .. "3,"u8, 0xfc, .. "ber\n"u8]);
        Refuse("train {latin.csv} --label y --out {m.sigprop}", "latin.csv', line 18002: the text is not UTF-8; save it as UTF-8.");
    }

    [Fact]
    public void UTF_16_with_its_mark_is_read()
    {
        File.WriteAllText(PathOf("wide.csv"), File.ReadAllText(WriteMixed("data.csv")), Encoding.Unicode);
        Succeed($"train {{wide.csv}} --label kind --out {{m.sigprop}} {Fast} --quiet");
    }

    [Fact]
    public void A_number_to_predict_is_no_class()
    {
        Write("house.csv", ["a,y", .. Enumerable.Range(0, 900).Select(i => $"{i % 7},{i % 150}")]);
        Refuse("train {house.csv} --label y --out {m.sigprop}", "150 different values in 900 rows", "number to predict");
    }

    [Fact]
    public void A_packed_file_that_is_cut_short_is_refused()
    {
        string path = PathOf("digits.csv.gz");
        using (var packed = new System.IO.Compression.GZipStream(File.Create(path), System.IO.Compression.CompressionLevel.Fastest))
        {
            packed.Write(File.ReadAllBytes(Digits));
        }

        Succeed($"train {{digits.csv.gz}} --label digit --out {{m.sigprop}} {Fast} --quiet");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..20_000]);
        Refuse("train {digits.csv.gz} --label digit --out {n.sigprop}", "cut short");
    }

    [Fact]
    public void Images_need_their_labels()
    {
        File.WriteAllBytes(PathOf("a-images-idx3-ubyte"), [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 7, 8]);
        Refuse("train {a-images-idx3-ubyte} --out {m.sigprop}", "labels", "--labels");
        Refuse("train {a-images-idx3-ubyte} --label y --out {m.sigprop}", "--label names a column");
        File.WriteAllBytes(PathOf("a-labels-idx1-ubyte"), [0, 0, 8, 1, 0, 0, 0, 3, 0, 1, 1]);
        Refuse("train {a-images-idx3-ubyte} --out {m.sigprop}", "3 labels", "2 images");
        File.WriteAllBytes(PathOf("a-labels-idx1-ubyte"), [0, 0, 8, 1, 0, 0, 0, 2, 4, 4]);
        Refuse("train {a-images-idx3-ubyte} --out {m.sigprop}", "one class only, '4'");
        File.WriteAllBytes(PathOf("b-images-idx3-ubyte"), [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 7]);
        Refuse("train {b-images-idx3-ubyte} --out {m.sigprop}", "fewer bytes");
    }
}
