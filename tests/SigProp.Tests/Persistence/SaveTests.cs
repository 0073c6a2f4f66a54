using SigProp.Data;

namespace SigProp.Tests.Persistence;

/// <summary>A file is replaced whole or not at all.</summary>
public sealed class SaveTests
{
    [Fact]
    public void A_new_model_takes_the_place_of_the_old()
    {
        using var folder = new ModelFiles.Folder();
        string path = folder.File("model");
        File.WriteAllText(path, new string('x', 100_000));
        ModelFiles.Trained().Save(path);
        Assert.Equal(3, Model.Load(path).ClassNames.Count);
        Assert.Equal(["model"], folder.Names);
    }

    [Fact]
    public void A_save_that_fails_leaves_the_old_file_and_nothing_else()
    {
        using var folder = new ModelFiles.Folder();
        string path = folder.File("model");
        File.WriteAllText(path, "old");
        Model known = ModelFiles.Trained();
        var model = new Model(known.Network, known.ClassNames, new Unknown(known.Network.InputWidth));
        Assert.Throws<NotSupportedException>(() => model.Save(path));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["model"], folder.Names);
    }

    [Fact]
    public void A_link_stays_and_what_it_leads_to_is_replaced_with_its_rights()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Links and modes are those of Unix.");
            return;
        }

        using var folder = new ModelFiles.Folder();
        string target = folder.File("target"), link = folder.File("link");
        File.WriteAllText(target, "old");
        File.SetUnixFileMode(target, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(link, target);
        ModelFiles.Trained().Save(link);
        Assert.Equal(target, new FileInfo(link).LinkTarget);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(target));
        Assert.Equal(["link", "target"], folder.Names.Order());
        Assert.Equal(ModelFiles.Trained().ClassNames, Model.Load(target).ClassNames);
    }

    [Fact]
    public void A_network_that_has_diverged_is_not_saved()
    {
        using var folder = new ModelFiles.Folder();
        Model model = ModelFiles.Trained();
        model.Network.Leaves[0].Values[0] = float.NaN;
        var exception = Assert.Throws<InvalidOperationException>(() => model.Save(folder.File("model")));
        Assert.Contains("'layer1.weight' is not finite", exception.Message, StringComparison.Ordinal);
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void A_name_that_is_taken_by_a_folder_is_refused_and_nothing_is_left()
    {
        using var folder = new ModelFiles.Folder();
        Directory.CreateDirectory(folder.File("model"));
        Exception exception = Assert.ThrowsAny<Exception>(() => ModelFiles.Trained().Save(folder.File("model")));
        Assert.True(exception is IOException or UnauthorizedAccessException, exception.ToString());
        Assert.Equal(["model"], folder.Names);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_an_input_output_error()
    {
        using var folder = new ModelFiles.Folder();
        Assert.ThrowsAny<IOException>(() => ModelFiles.Trained().Save(folder.File(Path.Combine("none", "model"))));
        Assert.ThrowsAny<IOException>(() => Model.Load(folder.File("none")));
        Assert.Empty(folder.Names);
    }

    /// <summary>An encoding that the model file does not know.</summary>
    private sealed record Unknown(int Features) : InputEncoding
    {
        public override int Width => Features;
    }
}
