using System.Globalization;
using SigProp.Training;

namespace SigProp.Cli.Tests;

/// <summary>Command lines that cannot be carried out are refused before any work is done.</summary>
public sealed class BadArgumentTests : CliTest
{
    [Theory]
    [InlineData("", "No command")]
    [InlineData("trian {digits}", "no command 'trian'")]
    [InlineData("train {digits} --label digit", "'--out' is required")]
    [InlineData("train {digits} --out {m.sigprop}", "--label is missing")]
    [InlineData("train {digits} --label digit --out {m.sigprop} --epoch 3", "no option '--epoch'")]
    [InlineData("train {digits} --label digit --out {m.sigprop} --epochs many", "--epochs takes a whole number, not 'many'")]
    [InlineData("train {digits} --label digit --out {m.sigprop} --epochs 0", "--epochs is 0")]
    [InlineData("train {digits} --label digit --out {m.sigprop} --batch -1", "--batch is -1")]
    [InlineData("train {digits} --label digit --out {m.sigprop} --learning-rate fast", "--learning-rate takes a number, not 'fast'")]
    [InlineData("train {digits} --label digit --out {m.sigprop} --learning-rate NaN", "not 'NaN'")]
    [InlineData("train {digits} --label digit --out {m.sigprop} --learning-rate 0", "--learning-rate is 0")]
    [InlineData("train {digits} --label digit --out {m.sigprop} --optimizer lion", "adam, adamw, sgd, momentum or nesterov, not 'lion'")]
    [InlineData("train {digits} --label digit --out {m.sigprop} --schedule up", "constant, step or cosine")]
    [InlineData("train {digits} --label digit --out {m.sigprop} --activation gelu", "not 'gelu'")]
    [InlineData("train {digits} --label digit --out {m.sigprop} --hidden 20,x", "--hidden takes whole numbers")]
    [InlineData("train {digits} --label digit --out {m.sigprop} --hidden 20,0", "--hidden holds 0")]
    [InlineData("train {digits} --label digit --out {m.sigprop} --dropout 1", "--dropout is 1")]
    [InlineData("train {digits} --label digit --out {m.sigprop} --patience -2", "--patience is -2", "or 0 for no early stopping")]
    [InlineData("train {digits} --label digit --out {m.sigprop} --rule backprop --head nearest-target", "choose --head classifier")]
    [InlineData("train {digits} --label digit --out {m.sigprop} --validation 1", "--validation is 1")]
    [InlineData("train {digits} --label digit --out {m.sigprop} --validation 0 --patience 2", "--patience needs")]
    [InlineData("train {digits} --label digit --out {m.sigprop} --labels {digits}", "--labels goes with images")]
    [InlineData("train {digits} --label digt --out {m.sigprop}", "the nearest is 'digit'")]
    [InlineData("train {no.csv} --label digit --out {m.sigprop}", "There is no file", "no.csv")]
    [InlineData("train . --label digit --out {m.sigprop}", "'.' is a folder")]
    [InlineData("train {digits} --label digit --out {no/m.sigprop}", "There is no folder", "m.sigprop")]
    [InlineData("train {digits} --label digit --out .", "'.' is a folder")]
    [InlineData("train {digits} --label digit --out {digits}", "is read")]
    [InlineData("compare {digits} --label digit --rules sigprop,luck", "--rules takes sigprop, backprop, shallow, fa")]
    [InlineData("compare {digits} --label digit --rules sigprop,sigprop", "each once")]
    [InlineData("compare {digits} --label digit --folds 1", "--folds is 1")]
    [InlineData("compare {digits} --label digit --folds 3 --test {digits}", "exclude each other")]
    [InlineData("compare {digits} --label digit --json {no/c.json}", "There is no folder")]
    [InlineData("inspect {no.sigprop}", "There is no file")]
    public void A_command_line_that_cannot_be_carried_out_is_refused(string line, params string[] keyWords) => Refuse(line, keyWords);

    [Fact]
    public void The_output_is_checked_before_the_data_are_read()
        => Refuse("train {no.csv} --label digit --out {no/m.sigprop}", "There is no folder");

    [Fact]
    public void A_folder_that_cannot_be_written_to_is_refused()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Nothing is locked for a privileged user.");
        string folder = Directory.CreateDirectory(PathOf("locked")).FullName;
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Folders have no such mode on Windows.");
            return;
        }

        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Refuse("train {digits} --label digit --out {locked/m.sigprop}", "cannot be written to");
    }

    [Fact]
    public void Help_shows_commands_and_the_engine_s_defaults()
    {
        Assert.Contains("compare", Succeed("--help").Out);
        var defaults = new TrainingOptions();
        string help = Succeed("train --help").Out;
        Assert.Contains($"[default: {defaults.Epochs}]", help);
        Assert.Contains($"[default: {defaults.Patience}]", help);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{defaults.Optimizer.LearningRate} for "), help);
        Assert.Contains("[default: leaky-relu]", help);
        Assert.All(["Network:", "Targets:", "Training:", "Images:", "Training further:"], title => Assert.Contains(title, help));
        Assert.All(help.Split(Environment.NewLine), line => Assert.InRange(line.Length, 0, 110));
        Assert.Contains("--test-part", Succeed("compare --help").Out);
    }
}
