using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using SigProp.Persistence;

namespace SigProp.Tests.Persistence;

/// <summary>What is not a whole model, unaltered, is refused, whatever it is.</summary>
public sealed class DamageTests
{
    private const int PreludeLength = 88;

    private static readonly byte[] s_model = ModelFiles.Bytes(ModelFiles.Trained());

    [Fact]
    public void A_file_that_ends_too_soon_is_refused_at_every_length()
    {
        Assert.All(Offsets(s_model.Length), length =>
        {
            string message = Refused(s_model[..length]);
            Assert.Contains(length < 8 ? "is not a SigProp model" : "is cut short", message, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData(0x01)]
    [InlineData(0x80)]
    [InlineData(0xFF)]
    public void Any_byte_altered_is_noticed(byte change)
    {
        Assert.All(Offsets(s_model.Length), at =>
        {
            byte[] altered = [.. s_model];
            altered[at] ^= change;
            Refused(altered);
        });
    }

    [Fact]
    public void A_file_that_goes_on_after_the_model_is_refused()
    {
        using var folder = new ModelFiles.Folder();
        ModelFiles.Trained().Save(folder.File("model"));
        File.AppendAllText(folder.File("model"), "x");
        var exception = Assert.Throws<ModelFormatException>(() => Model.Load(folder.File("model")));
        Assert.Contains("bytes after the end", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_newer_version_is_named()
    {
        byte[] newer = [.. s_model];
        BinaryPrimitives.WriteInt32LittleEndian(newer.AsSpan(8), ModelFormat.Version + 1);
        Assert.Contains($"version {ModelFormat.Version + 1}; this program reads versions up to {ModelFormat.Version}", Refused(newer), StringComparison.Ordinal);
        Assert.Contains("Update it", Refused(newer[..12]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("SIGPROP")]
    [InlineData("id,label\n1,2\n3,4\n5,6\n7,8\n9,10\n11,12\n13,14\n15,16\n17,18\n19,20\n21,22\n23,24\n25,26\n27,28\n29,30\n31,32\n")]
    public void What_does_not_begin_as_a_model_is_none(string content)
        => Assert.Contains("is not a SigProp model", Refused(Encoding.UTF8.GetBytes(content)), StringComparison.Ordinal);

    [Fact]
    public void The_file_is_named()
    {
        using var folder = new ModelFiles.Folder();
        File.WriteAllBytes(folder.File("half.model"), s_model[..(s_model.Length / 2)]);
        var exception = Assert.Throws<ModelFormatException>(() => Model.Load(folder.File("half.model")));
        Assert.Contains("half.model'", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"classes\":3", "\"classes\":1")]
    [InlineData("\"inputs\":4", "\"inputs\":2000000000")]
    [InlineData("\"units\":5", "\"units\":-5")]
    [InlineData("\"kind\":\"dense\"", "\"kind\":\"future\"")]
    [InlineData("\"head\":\"Classifier\"", "\"head\":\"Oracle\"")]
    [InlineData("\"classNames\":[", "\"classNames\":[\"one too many\",")]
    [InlineData("\"means\":[", "\"means\":[9,")]
    [InlineData("\"network\":", "\"netwerk\":")]
    [InlineData("\"tensors\":[", "\"tensors\":null,\"others\":[")]
    [InlineData("\"layers\":[", "\"layers\":[null,")]
    [InlineData("\"layers\":[", "\"layers\":[],\"others\":[")]
    public void A_header_that_makes_no_sense_is_refused_even_with_the_right_checksum(string from, string to)
    {
        int length = BinaryPrimitives.ReadInt32LittleEndian(s_model.AsSpan(12));
        string header = Encoding.UTF8.GetString(s_model, PreludeLength, length);
        Assert.Contains(from, header, StringComparison.Ordinal);
        int at = header.IndexOf(from, StringComparison.Ordinal);
        byte[] changed = Encoding.UTF8.GetBytes(header[..at] + to + header[(at + from.Length)..]);
        byte[] prelude = s_model[..PreludeLength];
        BinaryPrimitives.WriteInt32LittleEndian(prelude.AsSpan(12), changed.Length);
        SHA256.HashData(changed, prelude.AsSpan(24));
        Assert.Contains(
            "not one that this program writes", Refused([.. prelude, .. changed, .. s_model.AsSpan(PreludeLength + length)]), StringComparison.Ordinal);
    }

    // Every offset of the prelude and the ends, and every seventh between.
    private static IEnumerable<int> Offsets(int length)
        => Enumerable.Range(0, length).Where(i => i < 2 * PreludeLength || i >= length - 8 || i % 7 == 0);

    private static string Refused(byte[] bytes) => Assert.Throws<ModelFormatException>(() => ModelFiles.Load(bytes)).Message;
}
