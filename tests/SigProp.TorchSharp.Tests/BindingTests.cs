using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace SigProp.TorchSharp.Tests;

/// <summary>Nothing is used that later versions of TorchSharp have under other parameters: an app may have one of these.</summary>
public sealed class BindingTests
{
    // Whose parameters have changed between 0.102.7 and 0.107.
    private static readonly string[] s_changed = ["avg_pool1d", "avg_pool2d", "avg_pool3d"];

    [Fact]
    public void What_has_changed_since_is_not_used()
    {
        using var file = new PEReader(File.OpenRead(typeof(TorchSharpTrainer).Assembly.Location));
        MetadataReader reader = file.GetMetadataReader();
        string[] used = [.. reader.MemberReferences.Select(handle => reader.GetString(reader.GetMemberReference(handle).Name))];
        Assert.Contains("max_pool2d", used);
        Assert.Empty(used.Intersect(s_changed));
    }
}
