<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>&amp;Open…</source>
        <translation>打开(&amp;O)…</translation>
    </message>
    <message>
        <source>Open &amp;folder of pictures…</source>
        <translation>打开图片文件夹(&amp;F)…</translation>
    </message>
    <message>
        <source>&amp;Analyse again</source>
        <translation>重新分析(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>导出(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Show cover in folder</source>
        <translation>在文件夹中显示封面(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>Crop to the &amp;left</source>
        <translation>裁剪框左移(&amp;L)</translation>
    </message>
    <message>
        <source>Crop to the &amp;right</source>
        <translation>裁剪框右移(&amp;R)</translation>
    </message>
    <message>
        <source>Crop &amp;upwards</source>
        <translation>裁剪框上移(&amp;U)</translation>
    </message>
    <message>
        <source>Crop &amp;downwards</source>
        <translation>裁剪框下移(&amp;D)</translation>
    </message>
    <message>
        <source>Crop l&amp;arger</source>
        <translation>放大裁剪框(&amp;A)</translation>
    </message>
    <message>
        <source>Crop &amp;smaller</source>
        <translation>缩小裁剪框(&amp;S)</translation>
    </message>
    <message>
        <source>Crop as rec&amp;ommended</source>
        <translation>恢复推荐裁剪(&amp;O)</translation>
    </message>
    <message>
        <source>Write a &amp;note</source>
        <translation>写备注(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Adjust the picture</source>
        <translation>调整画面(&amp;A)</translation>
    </message>
    <message>
        <source>Adjust a&amp;utomatically</source>
        <translation>自动调整(&amp;U)</translation>
    </message>
    <message>
        <source>Turn &amp;left</source>
        <translation>向左旋转(&amp;L)</translation>
    </message>
    <message>
        <source>Turn &amp;right</source>
        <translation>向右旋转(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Mirror</source>
        <translation>水平翻转(&amp;M)</translation>
    </message>
    <message>
        <source>Show as it was &amp;before</source>
        <translation>查看调整前(&amp;B)</translation>
    </message>
    <message>
        <source>Re&amp;set adjustments</source>
        <translation>重置调整(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Write a title</source>
        <translation>写标题(&amp;W)</translation>
    </message>
    <message>
        <source>Title to the &amp;left</source>
        <translation>标题左移(&amp;L)</translation>
    </message>
    <message>
        <source>Title to the &amp;right</source>
        <translation>标题右移(&amp;R)</translation>
    </message>
    <message>
        <source>Title &amp;upwards</source>
        <translation>标题上移(&amp;U)</translation>
    </message>
    <message>
        <source>Title &amp;downwards</source>
        <translation>标题下移(&amp;D)</translation>
    </message>
    <message>
        <source>Title far to the le&amp;ft</source>
        <translation>标题大幅左移(&amp;F)</translation>
    </message>
    <message>
        <source>Title far to the ri&amp;ght</source>
        <translation>标题大幅右移(&amp;G)</translation>
    </message>
    <message>
        <source>Title far u&amp;pwards</source>
        <translation>标题大幅上移(&amp;P)</translation>
    </message>
    <message>
        <source>Title far d&amp;ownwards</source>
        <translation>标题大幅下移(&amp;O)</translation>
    </message>
    <message>
        <source>Place the title by &amp;itself</source>
        <translation>自动摆放标题(&amp;I)</translation>
    </message>
    <message>
        <source>Remove the &amp;title</source>
        <translation>移除标题(&amp;T)</translation>
    </message>
    <message>
        <source>Candidate &amp;1</source>
        <translation>候选 &amp;1</translation>
    </message>
    <message>
        <source>Candidate &amp;2</source>
        <translation>候选 &amp;2</translation>
    </message>
    <message>
        <source>Candidate &amp;3</source>
        <translation>候选 &amp;3</translation>
    </message>
    <message>
        <source>&amp;Use this frame</source>
        <translation>使用这一帧(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Keep this shape too</source>
        <translation>同时保留这个比例(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Accept cover</source>
        <translation>采用封面(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Reject all</source>
        <translation>全部否决(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Next shape</source>
        <translation>下一个比例(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Previous shape</source>
        <translation>上一个比例(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Original shape</source>
        <translation>原始比例(&amp;O)</translation>
    </message>
    <message>
        <source>Shape 1&amp;6:9</source>
        <translation>比例 1&amp;6:9</translation>
    </message>
    <message>
        <source>Shape &amp;4:3</source>
        <translation>比例 &amp;4:3</translation>
    </message>
    <message>
        <source>Shape &amp;1:1</source>
        <translation>比例 &amp;1:1</translation>
    </message>
    <message>
        <source>Shape &amp;3:4</source>
        <translation>比例 &amp;3:4</translation>
    </message>
    <message>
        <source>Shape &amp;9:16</source>
        <translation>比例 &amp;9:16</translation>
    </message>
    <message>
        <source>&amp;Play or pause</source>
        <translation>播放或暂停(&amp;P)</translation>
    </message>
    <message>
        <source>Play &amp;backwards</source>
        <translation>倒放(&amp;B)</translation>
    </message>
    <message>
        <source>P&amp;ause</source>
        <translation>暂停(&amp;A)</translation>
    </message>
    <message>
        <source>Play &amp;forwards</source>
        <translation>正放(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Face boxes</source>
        <translation>人脸框(&amp;F)</translation>
    </message>
    <message>
        <source>Saliency &amp;heat map</source>
        <translation>显著性热图(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Proposed crops</source>
        <translation>推荐裁剪(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
    <message>
        <source>Crop far to the le&amp;ft</source>
        <translation>裁剪框大幅左移(&amp;F)</translation>
    </message>
    <message>
        <source>Crop far to the ri&amp;ght</source>
        <translation>裁剪框大幅右移(&amp;G)</translation>
    </message>
    <message>
        <source>Crop far up&amp;wards</source>
        <translation>裁剪框大幅上移(&amp;W)</translation>
    </message>
    <message>
        <source>Crop far dow&amp;nwards</source>
        <translation>裁剪框大幅下移(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Preferences…</source>
        <translation>首选项(&amp;P)…</translation>
    </message>
    <message>
        <source>P&amp;revious frame or picture</source>
        <translation>上一帧或上一张(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Next frame or picture</source>
        <translation>下一帧或下一张(&amp;N)</translation>
    </message>
    <message>
        <source>Thirds &amp;grid</source>
        <translation>三分网格(&amp;G)</translation>
    </message>
    <message>
        <source>Safe areas of the p&amp;latform</source>
        <translation>平台安全区(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Compare candidates</source>
        <translation>对比候选封面(&amp;C)</translation>
    </message>
    <message>
        <source>As in a fee&amp;d</source>
        <translation>信息流预览(&amp;D)</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>缩小(&amp;O)</translation>
    </message>
    <message>
        <source>Fi&amp;t in the window</source>
        <translation>适应窗口(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Actual size</source>
        <translation>实际大小(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Find an action…</source>
        <translation>查找操作(&amp;F)…</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>键盘快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Diagnostics</source>
        <translation>诊断信息(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Crop</source>
        <translation>裁剪(&amp;C)</translation>
    </message>
    <message>
        <source>P&amp;icture</source>
        <translation>画面(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Title</source>
        <translation>标题(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Cover</source>
        <translation>封面(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Shape</source>
        <translation>比例(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation>播放(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
</context>
<context>
    <name>ActivityBar</name>
    <message>
        <source>pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Saving the cover…</source>
        <translation>正在保存封面…</translation>
    </message>
    <message>
        <source>Judging this frame…</source>
        <translation>正在评估这一帧…</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>正在打开…</translation>
    </message>
    <message>
        <source>Looking for the best frame… {frames}</source>
        <translation>正在寻找最佳画面… {frames}</translation>
    </message>
    <message>
        <source>Looking for the best frame… {frames} · {seconds} s left</source>
        <translation>正在寻找最佳画面… {frames} · 约剩 {seconds} 秒</translation>
    </message>
    <message>
        <source>Cancelled; frames looked at: {frames}</source>
        <translation>已取消，已查看 {frames} 帧</translation>
    </message>
    <message>
        <source>Frames looked at: {frames} in {seconds} s</source>
        <translation>已查看 {frames} 帧，用时 {seconds} 秒</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>Crop {width} × {height} at {x}, {y}</source>
        <translation>裁剪 {width} × {height}，位于 {x}, {y}</translation>
    </message>
    <message>
        <source>{crop}, score {score}</source>
        <translation>{crop}，评分 {score}</translation>
    </message>
</context>
<context>
    <name>Compare</name>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Cover</source>
        <translation>封面</translation>
    </message>
    <message>
        <source>Whole frame</source>
        <translation>整帧</translation>
    </message>
    <message>
        <source>Zoom out (−)</source>
        <translation>缩小 (−)</translation>
    </message>
    <message>
        <source>Zoom in (+)</source>
        <translation>放大 (+)</translation>
    </message>
    <message>
        <source>Fit (0)</source>
        <translation>适合窗口 (0)</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭 (Esc)</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适合</translation>
    </message>
    <message>
        <source>Chosen</source>
        <translation>已选</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>选用</translation>
    </message>
    <message>
        <source>What makes the score, each from 0 to 100.</source>
        <translation>总分的各个组成部分，均为 0 到 100。</translation>
    </message>
    <message>
        <source>Against the best: {part}</source>
        <translation>与最佳相比：{part}</translation>
    </message>
    <message>
        <source>What makes the score, each compared with that of the best cover shown here.</source>
        <translation>总分的各个组成部分，均与此处最佳封面相比。</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>总分</translation>
    </message>
    <message>
        <source>It was not scored</source>
        <translation>未评分</translation>
    </message>
    <message>
        <source>How good a cover it makes, from 0 to 100</source>
        <translation>作为封面有多好，0 到 100</translation>
    </message>
    <message>
        <source>Score {score} of 100</source>
        <translation>总分 {score}，满分 100</translation>
    </message>
</context>
<context>
    <name>Comparison</name>
    <message>
        <source>Own frame</source>
        <translation>自选画面</translation>
    </message>
    <message>
        <source>First frame</source>
        <translation>第一帧</translation>
    </message>
</context>
<context>
    <name>Decision</name>
    <message>
        <source>Accepted · {files}</source>
        <translation>已采用 · {files}</translation>
    </message>
    <message>
        <source>Accepted with your changes · {files}</source>
        <translation>已按你的修改采用 · {files}</translation>
    </message>
    <message>
        <source>All rejected</source>
        <translation>已全部拒绝</translation>
    </message>
</context>
<context>
    <name>Diagnostics</name>
    <message>
        <source>Diagnostics</source>
        <translation>诊断信息</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>复制为文本</translation>
    </message>
    <message>
        <source>In English, without names of files, folders or persons</source>
        <translation>英文文本，不含文件名、文件夹名和个人信息</translation>
    </message>
    <message>
        <source>Show the log in its folder</source>
        <translation>在文件夹中显示日志</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>nothing was analysed yet</source>
        <translation>尚未分析任何内容</translation>
    </message>
    <message>
        <source>nothing was decided yet</source>
        <translation>还没有做过决定</translation>
    </message>
    <message>
        <source>looking…</source>
        <translation>正在检查…</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>Decisions</source>
        <translation>决定</translation>
    </message>
    <message>
        <source>Taken as recommended</source>
        <translation>按推荐采用的比例</translation>
    </message>
    <message>
        <source>The first one</source>
        <translation>采用第一个推荐</translation>
    </message>
    <message>
        <source>Another one</source>
        <translation>采用其他推荐</translation>
    </message>
    <message>
        <source>With another crop</source>
        <translation>改了裁剪</translation>
    </message>
    <message>
        <source>Another frame</source>
        <translation>自选画面</translation>
    </message>
    <message>
        <source>None of them</source>
        <translation>全部拒绝</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Computer</source>
        <translation>计算机</translation>
    </message>
    <message>
        <source>System</source>
        <translation>系统</translation>
    </message>
    <message>
        <source>Processor cores</source>
        <translation>处理器核心数</translation>
    </message>
    <message>
        <source>Screen</source>
        <translation>屏幕</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Backend that was asked for</source>
        <translation>所选后端</translation>
    </message>
    <message>
        <source>Backend that really runs</source>
        <translation>实际运行的后端</translation>
    </message>
    <message>
        <source>Last analysis</source>
        <translation>上次分析</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Ran on</source>
        <translation>运行于</translation>
    </message>
    <message>
        <source>Frames looked at</source>
        <translation>已查看的帧数</translation>
    </message>
    <message>
        <source>First recommendation after</source>
        <translation>首个推荐用时</translation>
    </message>
    <message>
        <source>All of it took</source>
        <translation>总用时</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭 (Esc)</translation>
    </message>
    <message>
        <source>No cover is chosen. Choose a candidate to export it.</source>
        <translation>没有选定封面。选定一个候选即可导出。</translation>
    </message>
    <message>
        <source>Copy to clipboard</source>
        <translation>复制到剪贴板</translation>
    </message>
    <message>
        <source>Export {count} covers</source>
        <translation>导出 {count} 张封面</translation>
    </message>
    <message>
        <source>Exporting…</source>
        <translation>正在导出…</translation>
    </message>
    <message>
        <source>{size} in {count} files</source>
        <translation>{count} 个文件，共 {size}</translation>
    </message>
    <message>
        <source>{name} exists already.</source>
        <translation>{name} 已存在。</translation>
    </message>
    <message>
        <source>{count} files exist already: {names}</source>
        <translation>{count} 个文件已存在：{names}</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Keep both</source>
        <translation>两者都保留</translation>
    </message>
    <message>
        <source>Drag it into another program</source>
        <translation>拖到其他程序中</translation>
    </message>
    <message>
        <source>{pixels}, enlarged</source>
        <translation>{pixels}，已放大</translation>
    </message>
    <message>
        <source>quality {quality}</source>
        <translation>质量 {quality}</translation>
    </message>
    <message>
        <source>{format} cannot be written with this installation</source>
        <translation>此安装无法写入 {format}</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Camera, time and place</source>
        <translation>相机、时间和地点</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>File size</source>
        <translation>文件大小</translation>
    </message>
    <message>
        <source>As cropped</source>
        <translation>按裁剪</translation>
    </message>
    <message>
        <source>Platform&apos;s</source>
        <translation>平台要求</translation>
    </message>
    <message>
        <source>Long side</source>
        <translation>长边</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>不保留</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>At most, in kilobytes</source>
        <translation>上限（kB）</translation>
    </message>
    <message>
        <source>Long side in pixels</source>
        <translation>长边像素</translation>
    </message>
    <message>
        <source>Name pattern</source>
        <translation>命名规则</translation>
    </message>
    <message>
        <source>Insert</source>
        <translation>插入</translation>
    </message>
    <message>
        <source>Insert a field into the name</source>
        <translation>在名称中插入字段</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>选择文件夹</translation>
    </message>
    <message>
        <source>Beside the source</source>
        <translation>源文件所在文件夹</translation>
    </message>
    <message>
        <source>Name of the source</source>
        <translation>源文件名</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>Platform</source>
        <translation>平台</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>名次</translation>
    </message>
    <message>
        <source>Time in the video</source>
        <translation>视频中的时间</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>Quality: PNG keeps every pixel</source>
        <translation>质量：PNG 保留每个像素</translation>
    </message>
    <message>
        <source>Shapes of no platform stay as cropped.</source>
        <translation>不属于平台的形状保持裁剪尺寸。</translation>
    </message>
    <message>
        <source>Smaller covers are not enlarged.</source>
        <translation>较小的封面不会放大。</translation>
    </message>
    <message>
        <source>Fields are written {name}, {shape} and so on; see “Insert”.</source>
        <translation>字段写作 {name}、{shape} 等；见“插入”。</translation>
    </message>
</context>
<context>
    <name>FeedPreview</name>
    <message>
        <source>In the feed</source>
        <translation>信息流效果</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>两者</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Width of the cover</source>
        <translation>封面宽度</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭 (Esc)</translation>
    </message>
</context>
<context>
    <name>FrameBar</name>
    <message>
        <source>Back to the cover</source>
        <translation>返回封面</translation>
    </message>
    <message>
        <source>Use this frame</source>
        <translation>使用这一帧</translation>
    </message>
</context>
<context>
    <name>Hint</name>
    <message>
        <source>All shortcuts</source>
        <translation>全部快捷键</translation>
    </message>
    <message>
        <source>Do not show this again</source>
        <translation>不再显示</translation>
    </message>
    <message>
        <source>{keys} choose a candidate</source>
        <translation>{keys} 选择候选封面</translation>
    </message>
    <message>
        <source>{keys} writes the cover</source>
        <translation>{keys} 保存封面</translation>
    </message>
    <message>
        <source>{keys} finds every action</source>
        <translation>{keys} 查找任何操作</translation>
    </message>
    <message>
        <source>First time here? {keys}</source>
        <translation>初次使用？{keys}</translation>
    </message>
</context>
<context>
    <name>History</name>
    <message>
        <source>&amp;Undo {step}</source>
        <translation>撤销{step}(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo {step}</source>
        <translation>重做{step}(&amp;R)</translation>
    </message>
    <message>
        <source>choose cover</source>
        <translation>选择封面</translation>
    </message>
    <message>
        <source>use frame</source>
        <translation>使用该帧</translation>
    </message>
    <message>
        <source>remove candidate</source>
        <translation>移除候选</translation>
    </message>
    <message>
        <source>move crop</source>
        <translation>移动裁剪框</translation>
    </message>
    <message>
        <source>resize crop</source>
        <translation>缩放裁剪框</translation>
    </message>
    <message>
        <source>reset crop</source>
        <translation>重置裁剪框</translation>
    </message>
    <message>
        <source>adjust picture</source>
        <translation>调整画面</translation>
    </message>
    <message>
        <source>turn picture</source>
        <translation>旋转画面</translation>
    </message>
    <message>
        <source>adjust automatically</source>
        <translation>自动调整</translation>
    </message>
    <message>
        <source>reset adjustments</source>
        <translation>重置调整</translation>
    </message>
    <message>
        <source>write title</source>
        <translation>写标题</translation>
    </message>
    <message>
        <source>change title</source>
        <translation>更改标题样式</translation>
    </message>
    <message>
        <source>take template</source>
        <translation>套用标题模板</translation>
    </message>
    <message>
        <source>move title</source>
        <translation>移动标题</translation>
    </message>
    <message>
        <source>place title by itself</source>
        <translation>自动摆放标题</translation>
    </message>
    <message>
        <source>remove title</source>
        <translation>移除标题</translation>
    </message>
    <message>
        <source>change shape</source>
        <translation>更改比例</translation>
    </message>
    <message>
        <source>keep shape</source>
        <translation>保留比例</translation>
    </message>
    <message>
        <source>drop shape</source>
        <translation>移除比例</translation>
    </message>
    <message>
        <source>write note</source>
        <translation>填写备注</translation>
    </message>
    <message>
        <source>accept cover</source>
        <translation>采用封面</translation>
    </message>
    <message>
        <source>reject all</source>
        <translation>全部否决</translation>
    </message>
    <message>
        <source>open the decision again</source>
        <translation>重新打开决定</translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>Saliency</source>
        <translation>显著性</translation>
    </message>
    <message>
        <source>Rule of thirds</source>
        <translation>三分线</translation>
    </message>
    <message>
        <source>Shown in previews</source>
        <translation>预览中保留</translation>
    </message>
    <message>
        <source>Opacity of the heat map</source>
        <translation>热图不透明度</translation>
    </message>
    <message>
        <source>Opacity of the heat map: {percent} %</source>
        <translation>热图不透明度：{percent}%</translation>
    </message>
    <message>
        <source>No crops</source>
        <translation>没有推荐裁剪</translation>
    </message>
    <message>
        <source>1 crop</source>
        <translation>1 个推荐裁剪</translation>
    </message>
    <message>
        <source>{count} crops</source>
        <translation>{count} 个推荐裁剪</translation>
    </message>
    <message>
        <source>No faces</source>
        <translation>没有人脸</translation>
    </message>
    <message>
        <source>1 face</source>
        <translation>1 张人脸</translation>
    </message>
    <message>
        <source>{count} faces</source>
        <translation>{count} 张人脸</translation>
    </message>
    <message>
        <source>Covered by the platform</source>
        <translation>被平台界面遮挡</translation>
    </message>
    <message>
        <source>No safe areas known</source>
        <translation>无已知安全区</translation>
    </message>
    <message>
        <source>Saliency…</source>
        <translation>显著性…</translation>
    </message>
    <message>
        <source>Crops…</source>
        <translation>推荐裁剪…</translation>
    </message>
    <message>
        <source>Faces…</source>
        <translation>人脸…</translation>
    </message>
    <message>
        <source>Saliency not available</source>
        <translation>无法分析显著性</translation>
    </message>
    <message>
        <source>Crops not available</source>
        <translation>无法推荐裁剪</translation>
    </message>
    <message>
        <source>Faces not available</source>
        <translation>无法检测人脸</translation>
    </message>
</context>
<context>
    <name>LookPanel</name>
    <message>
        <source>Straighten</source>
        <translation>拉直</translation>
    </message>
    <message>
        <source>Exposure</source>
        <translation>曝光</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>对比度</translation>
    </message>
    <message>
        <source>Saturation</source>
        <translation>饱和度</translation>
    </message>
    <message>
        <source>Warmth</source>
        <translation>色温</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>锐化</translation>
    </message>
    <message>
        <source>Adjust</source>
        <translation>调整</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Improve light and colour where the cover gains by it</source>
        <translation>在封面确有提升时改善光线与色彩</translation>
    </message>
    <message>
        <source>Turn left</source>
        <translation>向左旋转</translation>
    </message>
    <message>
        <source>Turn right</source>
        <translation>向右旋转</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>水平翻转</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>调整前</translation>
    </message>
    <message>
        <source>Hold to see its own light and colour</source>
        <translation>按住查看原来的光线与色彩</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>全部重置</translation>
    </message>
    <message>
        <source>Reset: {name}</source>
        <translation>重置：{name}</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>分析中…</translation>
    </message>
    <message>
        <source>Score +{gain}</source>
        <translation>评分 +{gain}</translation>
    </message>
    <message>
        <source>Nothing to gain</source>
        <translation>没有可提升之处</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Open…</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>Accept cover</source>
        <translation>采用封面</translation>
    </message>
    <message>
        <source>Reject all</source>
        <translation>全部否决</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>Messages</name>
    <message>
        <source>there is no such file or folder</source>
        <translation>文件或文件夹不存在</translation>
    </message>
    <message>
        <source>it may not be read; check its permissions</source>
        <translation>没有读取权限，请检查其权限设置</translation>
    </message>
    <message>
        <source>it is neither a file nor a folder; copy its content into a file</source>
        <translation>既不是文件，也不是文件夹，请将其内容复制到文件中</translation>
    </message>
    <message>
        <source>the file is empty; copy or export it again</source>
        <translation>文件是空的，请重新复制或导出</translation>
    </message>
    <message>
        <source>it is not a video or picture that can be read; export it as MP4 or JPEG</source>
        <translation>不是可以读取的视频或图片，请导出为 MP4 或 JPEG</translation>
    </message>
    <message>
        <source>the file is damaged or cut off; copy or download it again</source>
        <translation>文件已损坏或不完整，请重新复制或下载</translation>
    </message>
    <message>
        <source>it has no picture, only sound or data; choose a file with a picture</source>
        <translation>没有画面，只有声音或数据，请选择有画面的文件</translation>
    </message>
    <message>
        <source>no frame of it can be decoded; export it again, as H.264 if possible</source>
        <translation>没有任何一帧可以解码，请重新导出，最好使用 H.264</translation>
    </message>
    <message>
        <source>the folder holds no pictures; add some, as JPEG or PNG</source>
        <translation>文件夹中没有图片，请添加 JPEG 或 PNG 图片</translation>
    </message>
    <message>
        <source>it has {megapixels} megapixels; the limit is {limit}, and can be raised in the preferences</source>
        <translation>画面有 {megapixels} 百万像素，上限为 {limit}，可在首选项中提高</translation>
    </message>
    <message>
        <source>give one video, one folder, or several pictures</source>
        <translation>请选择一个视频、一个文件夹或多张图片</translation>
    </message>
    <message>
        <source>cannot be written: {reason}</source>
        <translation>无法写入：{reason}</translation>
    </message>
    <message>
        <source>{wanted} is not available here; using {actual}</source>
        <translation>此处无法使用 {wanted}，改用 {actual}</translation>
    </message>
    <message>
        <source>{wanted} takes too long to start here; using {actual}</source>
        <translation>{wanted} 在此处启动太慢，改用 {actual}</translation>
    </message>
    <message>
        <source>{wanted} is no faster than the CPU here; using {actual}</source>
        <translation>{wanted} 在此处并不比 CPU 快，改用 {actual}</translation>
    </message>
    <message>
        <source>{wanted} scores otherwise than the CPU here; using {actual}</source>
        <translation>{wanted} 在此处的评分与 CPU 不一致，改用 {actual}</translation>
    </message>
    <message>
        <source>it is encrypted; use a copy without copy protection</source>
        <translation>文件已加密，请使用没有版权保护的副本</translation>
    </message>
    <message>
        <source>HEIC pictures need an extra; install bestframe[heif]</source>
        <translation>HEIC 图片需要附加组件，请安装 bestframe[heif]</translation>
    </message>
    <message>
        <source>{format} cannot be written here; choose another format</source>
        <translation>此处无法写入 {format}；请选择其他格式</translation>
    </message>
    <message>
        <source>{format} holds at most {limit} pixels a side; choose a smaller size or another format</source>
        <translation>{format} 每边最多 {limit} 像素；请选择较小的尺寸或其他格式</translation>
    </message>
    <message>
        <source>it cannot be made into {format}; choose another format</source>
        <translation>无法转换为 {format}；请选择其他格式</translation>
    </message>
    <message>
        <source>{wanted} kB is too little for {format} at this size; allow {least} kB, or choose a smaller size</source>
        <translation>此尺寸的 {format} 无法小到 {wanted} kB；请放宽到 {least} kB，或选择较小的尺寸</translation>
    </message>
    <message>
        <source>as {format}, which keeps every pixel, it takes {least} kB and not {wanted}; choose another format</source>
        <translation>{format} 保留每个像素，需要 {least} kB，而非 {wanted} kB；请选择其他格式</translation>
    </message>
    <message>
        <source>no cover is chosen in it; choose one and save it again</source>
        <translation>其中没有选定封面；请选定后重新保存</translation>
    </message>
    <message>
        <source>it is not a session of Bestframe, or damaged</source>
        <translation>它不是 Bestframe 的会话，或已损坏</translation>
    </message>
    <message>
        <source>{wanted} failed when it was tried here; using {actual}</source>
        <translation>{wanted} 在此处试运行失败，改用 {actual}</translation>
    </message>
    <message>
        <source>the model {name} is missing or damaged; install Bestframe again</source>
        <translation>模型 {name} 缺失或已损坏，请重新安装 Bestframe</translation>
    </message>
    <message>
        <source>{path} was left out: {reason}</source>
        <translation>已跳过 {path}：{reason}</translation>
    </message>
    <message>
        <source>{path} is damaged or cut off; the rest of it was used</source>
        <translation>{path} 已损坏或不完整；其余部分已使用</translation>
    </message>
    <message>
        <source>the photos of the sample are missing; install bestframe[demo]</source>
        <translation>缺少示例照片，请安装 bestframe[demo]</translation>
    </message>
    <message>
        <source>time allowed for {seen} of {count} pictures; a larger time budget reaches them all</source>
        <translation>时间只够查看 {count} 张图片中的 {seen} 张，增加时间预算可查看全部</translation>
    </message>
    <message>
        <source>up to {seconds} seconds in a row were not looked at; a larger time budget looks at more</source>
        <translation>最长有连续 {seconds} 秒未查看，增加时间预算可查看更多</translation>
    </message>
    <message>
        <source>parts of the file are damaged or missing; the rest was used</source>
        <translation>文件有部分损坏或缺失；其余部分已使用</translation>
    </message>
    <message>
        <source>its colours are coded in an unusual way and may be wrong; export it as ordinary video (SDR)</source>
        <translation>其颜色以特殊方式编码，显示可能不准确；请将其导出为普通视频（SDR）</translation>
    </message>
    <message>
        <source>the list of title designs is missing or damaged; install Bestframe again</source>
        <translation>标题样式列表缺失或已损坏；请重新安装 Bestframe</translation>
    </message>
    <message>
        <source>a newer version of Bestframe wrote it; update Bestframe to use it</source>
        <translation>它由更新版本的 Bestframe 写入，请升级 Bestframe 后使用</translation>
    </message>
    <message>
        <source>the saved session is damaged; it is kept as {backup}</source>
        <translation>保存的会话已损坏，原文件保留为 {backup}</translation>
    </message>
    <message>
        <source>it is being edited in another window (process {pid} on {host})</source>
        <translation>另一个窗口正在编辑它（{host} 上的进程 {pid}）</translation>
    </message>
    <message>
        <source>it is no longer where it was; say where it is now</source>
        <translation>它已不在原处，请指出现在的位置</translation>
    </message>
    <message>
        <source>it has changed since it was analysed; analyse it again</source>
        <translation>分析之后它已被修改，请重新分析</translation>
    </message>
    <message>
        <source>it is not what the session was made from</source>
        <translation>它不是该会话所用的文件</translation>
    </message>
    <message>
        <source>another program is using the stored decisions; try again</source>
        <translation>另一个程序正在使用决策记录，请重试</translation>
    </message>
    <message>
        <source>the stored decisions were damaged and new ones are begun; the old file is kept as {backup}</source>
        <translation>决策记录已损坏，已重新开始；原文件保留为 {backup}</translation>
    </message>
    <message>
        <source>the stored decisions are damaged; start Bestframe again to begin new ones and keep the old file</source>
        <translation>决策记录已损坏，请重启 Bestframe 以重新开始并保留原文件</translation>
    </message>
    <message>
        <source>the list of platforms is missing or damaged; install Bestframe again</source>
        <translation>平台列表缺失或已损坏，请重新安装 Bestframe</translation>
    </message>
    <message>
        <source>Cover saved as {path}</source>
        <translation>封面已保存为 {path}</translation>
    </message>
    <message>
        <source>Something went wrong inside Bestframe ({error}); the log has the details</source>
        <translation>Bestframe 内部出错（{error}），详情见日志</translation>
    </message>
    <message>
        <source>These settings made no sense and are back at their defaults: {names}; the old file is kept as {backup}</source>
        <translation>以下设置无效，已恢复默认值：{names}；原文件保留为 {backup}</translation>
    </message>
    <message>
        <source>Two actions had the same keys; back at their own keys are: {names}</source>
        <translation>有两个操作使用了相同的按键；已恢复默认按键：{names}</translation>
    </message>
    <message>
        <source>The settings cannot be read; the defaults are used</source>
        <translation>无法读取设置，已使用默认值</translation>
    </message>
    <message>
        <source>Covers saved in {folder}: {names}</source>
        <translation>封面已保存到 {folder}：{names}</translation>
    </message>
    <message>
        <source>The cover is on the clipboard</source>
        <translation>封面已复制到剪贴板</translation>
    </message>
    <message>
        <source>Bestframe was not closed; everything is as you left it</source>
        <translation>上次 Bestframe 未正常关闭；一切都还是你离开时的样子</translation>
    </message>
    <message>
        <source>it has changed since you worked on it; it is analysed again, and crops are begun anew</source>
        <translation>文件在你编辑之后已改变；将重新分析，裁剪也重新开始</translation>
    </message>
    <message>
        <source>What you do in this window is not kept when it is closed</source>
        <translation>关闭此窗口后，所做的操作不会保留</translation>
    </message>
    <message>
        <source>Only files and folders of this computer can be opened</source>
        <translation>只能打开本机上的文件和文件夹</translation>
    </message>
    <message>
        <source>the link leads nowhere; choose the file itself</source>
        <translation>链接没有指向任何文件，请直接选择文件</translation>
    </message>
</context>
<context>
    <name>MessagesPanel</name>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
</context>
<context>
    <name>MissingSourceBar</name>
    <message>
        <source>Locate…</source>
        <translation>查找…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>{name} is no longer where it was</source>
        <translation>{name} 已不在原来的位置</translation>
    </message>
    <message>
        <source>{name} and {count} more are no longer where they were</source>
        <translation>{name} 和另外 {count} 个文件已不在原来的位置</translation>
    </message>
</context>
<context>
    <name>NoteEdit</name>
    <message>
        <source>Add a note</source>
        <translation>添加备注</translation>
    </message>
</context>
<context>
    <name>Opening</name>
    <message>
        <source>Open a video or pictures</source>
        <translation>打开视频或图片</translation>
    </message>
    <message>
        <source>Open a folder of pictures</source>
        <translation>打开图片文件夹</translation>
    </message>
    <message>
        <source>Write covers into a folder</source>
        <translation>选择封面的保存文件夹</translation>
    </message>
    <message>
        <source>Where is {name} now?</source>
        <translation>{name} 现在在哪里？</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>not available now</source>
        <translation>当前不可用</translation>
    </message>
    <message>
        <source>on</source>
        <translation>已开启</translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation>想做什么？</translation>
    </message>
    <message>
        <source>Find an action</source>
        <translation>查找操作</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>No such action</source>
        <translation>没有这样的操作</translation>
    </message>
</context>
<context>
    <name>Parts</name>
    <message>
        <source>Quality</source>
        <translation>画质</translation>
    </message>
    <message>
        <source>Appeal</source>
        <translation>吸引力</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>清晰度</translation>
    </message>
    <message>
        <source>Exposure</source>
        <translation>曝光</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>构图</translation>
    </message>
    <message>
        <source>Faces</source>
        <translation>人脸</translation>
    </message>
</context>
<context>
    <name>Platforms</name>
    <message>
        <source>Looked up on {date}: {confidence}</source>
        <translation>查询于 {date}：{confidence}</translation>
    </message>
    <message>
        <source>documented by the platform</source>
        <translation>平台官方说明</translation>
    </message>
    <message>
        <source>reported by others</source>
        <translation>他人提供的数据</translation>
    </message>
    <message>
        <source>a rule of thumb</source>
        <translation>经验值</translation>
    </message>
</context>
<context>
    <name>Preferences</name>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Recommendation</source>
        <translation>推荐</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Of menus, messages and names.</source>
        <translation>菜单、消息和名称所用的语言。</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>The greys around pictures are neutral in both.</source>
        <translation>两种主题中，图片周围都是中性灰。</translation>
    </message>
    <message>
        <source>Interface scale</source>
        <translation>界面缩放</translation>
    </message>
    <message>
        <source>On top of the scale of the system. Holds from the next start on.</source>
        <translation>在系统缩放的基础上再缩放，下次启动时生效。</translation>
    </message>
    <message>
        <source>On</source>
        <translation>开启</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Animations</source>
        <translation>动画</translation>
    </message>
    <message>
        <source>Whether messages fade in and out.</source>
        <translation>消息是否淡入淡出。</translation>
    </message>
    <message>
        <source>Hint for newcomers</source>
        <translation>新手提示</translation>
    </message>
    <message>
        <source>A line with the most important keys, until it is dismissed.</source>
        <translation>一行最重要的按键提示，关闭后不再出现。</translation>
    </message>
    <message>
        <source>Shape at first</source>
        <translation>初始比例</translation>
    </message>
    <message>
        <source>The shape that a new window begins with.</source>
        <translation>新窗口打开时使用的比例。</translation>
    </message>
    <message>
        <source>{number} s</source>
        <translation>{number} 秒</translation>
    </message>
    <message>
        <source>Time budget</source>
        <translation>时间预算</translation>
    </message>
    <message>
        <source>What reading and scoring may take. More time looks at more frames. Holds from the next analysis on.</source>
        <translation>读取和评分可用的时间。时间越长，查看的帧越多。下次分析时生效。</translation>
    </message>
    <message>
        <source>Whatever suits</source>
        <translation>自动选择</translation>
    </message>
    <message>
        <source>Processor (CPU)</source>
        <translation>处理器 (CPU)</translation>
    </message>
    <message>
        <source>Graphics card (OpenCL)</source>
        <translation>显卡 (OpenCL)</translation>
    </message>
    <message>
        <source>Graphics card (Vulkan)</source>
        <translation>显卡 (Vulkan)</translation>
    </message>
    <message>
        <source>Graphics card (CUDA)</source>
        <translation>显卡 (CUDA)</translation>
    </message>
    <message>
        <source>Graphics card (Metal)</source>
        <translation>显卡 (Metal)</translation>
    </message>
    <message>
        <source>Compute on</source>
        <translation>计算设备</translation>
    </message>
    <message>
        <source>A graphics card is used only where it passes a test; Diagnostics tells what really runs.</source>
        <translation>显卡只有通过测试才会使用；实际运行的后端见诊断信息。</translation>
    </message>
    <message>
        <source>Output folder</source>
        <translation>输出文件夹</translation>
    </message>
    <message>
        <source>Where covers are written. Accepting never replaces a file.</source>
        <translation>封面写入的位置。采用封面绝不会替换已有文件。</translation>
    </message>
    <message>
        <source>{number} megapixels</source>
        <translation>{number} 百万像素</translation>
    </message>
    <message>
        <source>Largest picture</source>
        <translation>图片大小上限</translation>
    </message>
    <message>
        <source>Larger pictures and videos are refused unread. Reading takes three megabytes of memory per megapixel.</source>
        <translation>超过上限的图片和视频不会读取。每百万像素约需 3 MB 内存。</translation>
    </message>
    <message>
        <source>Choose an action, then press the keys that it is to have.</source>
        <translation>选择一个操作，然后按下要使用的按键。</translation>
    </message>
    <message>
        <source>all of them</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Beside the source</source>
        <translation>与来源相同</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Write beside the source again</source>
        <translation>恢复为与来源相同</translation>
    </message>
    <message>
        <source>Where covers are written</source>
        <translation>封面保存位置</translation>
    </message>
</context>
<context>
    <name>PreferencesWindow</name>
    <message>
        <source>Back to the default: {title}</source>
        <translation>恢复默认值：{title}</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>首选项</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search the preferences</source>
        <translation>搜索首选项</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>No setting is called so</source>
        <translation>没有这样的设置</translation>
    </message>
    <message>
        <source>What you change holds at once.</source>
        <translation>更改立即生效。</translation>
    </message>
</context>
<context>
    <name>Reasons</name>
    <message>
        <source>good quality</source>
        <translation>画质好</translation>
    </message>
    <message>
        <source>vivid colours</source>
        <translation>色彩鲜艳</translation>
    </message>
    <message>
        <source>well lit</source>
        <translation>光线良好</translation>
    </message>
    <message>
        <source>sharp</source>
        <translation>清晰</translation>
    </message>
    <message>
        <source>blank</source>
        <translation>空白画面</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>太暗</translation>
    </message>
    <message>
        <source>overexposed</source>
        <translation>过曝</translation>
    </message>
    <message>
        <source>mid-transition</source>
        <translation>转场中</translation>
    </message>
    <message>
        <source>no clear subject</source>
        <translation>主体不明确</translation>
    </message>
    <message>
        <source>text or interface</source>
        <translation>文字或界面</translation>
    </message>
    <message>
        <source>blurred</source>
        <translation>模糊</translation>
    </message>
    <message>
        <source>subject cut off</source>
        <translation>主体被裁切</translation>
    </message>
    <message>
        <source>noisy</source>
        <translation>噪点多</translation>
    </message>
    <message>
        <source>eyes shut or awkward face</source>
        <translation>闭眼或表情不自然</translation>
    </message>
    <message>
        <source>turned away</source>
        <translation>背对镜头</translation>
    </message>
    <message>
        <source>cluttered</source>
        <translation>画面杂乱</translation>
    </message>
    <message>
        <source>low quality</source>
        <translation>画质差</translation>
    </message>
    <message>
        <source>a face, not cut</source>
        <translation>人脸完整</translation>
    </message>
    <message>
        <source>two faces, none cut</source>
        <translation>两张人脸，均完整</translation>
    </message>
    <message>
        <source>faces, none cut</source>
        <translation>多张人脸，均完整</translation>
    </message>
    <message>
        <source>a face is cut</source>
        <translation>人脸被裁切</translation>
    </message>
    <message>
        <source>subject centred</source>
        <translation>主体居中</translation>
    </message>
</context>
<context>
    <name>RecentMenu</name>
    <message>
        <source>Open &amp;recent</source>
        <translation>最近打开(&amp;R)</translation>
    </message>
</context>
<context>
    <name>RecoveryBar</name>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Continue where you left off: {name}, {ago}</source>
        <translation>从上次中断处继续：{name}，{ago}</translation>
    </message>
    <message>
        <source>{count} more</source>
        <translation>另外 {count} 个</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>刚刚</translation>
    </message>
    <message>
        <source>{count} min ago</source>
        <translation>{count} 分钟前</translation>
    </message>
    <message>
        <source>{count} h ago</source>
        <translation>{count} 小时前</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>{count} days ago</source>
        <translation>{count} 天前</translation>
    </message>
</context>
<context>
    <name>Shapes</name>
    <message>
        <source>Original</source>
        <translation>原始比例</translation>
    </message>
    <message>
        <source>Kept shape {shape}</source>
        <translation>保留的比例 {shape}</translation>
    </message>
    <message>
        <source>Show this shape</source>
        <translation>显示此比例</translation>
    </message>
    <message>
        <source>Keep {shape} no longer</source>
        <translation>不再保留 {shape}</translation>
    </message>
    <message>
        <source>Shape {shape}</source>
        <translation>比例 {shape}</translation>
    </message>
    <message>
        <source>Other…</source>
        <translation>其他…</translation>
    </message>
    <message>
        <source>Another shape…</source>
        <translation>其他比例…</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>比例</translation>
    </message>
    <message>
        <source>Platform</source>
        <translation>平台</translation>
    </message>
    <message>
        <source>Shapes of platforms</source>
        <translation>各平台的封面比例</translation>
    </message>
    <message>
        <source>Keep this shape no longer</source>
        <translation>不再保留此比例</translation>
    </message>
    <message>
        <source>Keep this shape too: the cover is saved in all shapes kept</source>
        <translation>同时保留此比例：封面会按所有保留的比例保存</translation>
    </message>
    <message>
        <source>{count} kept</source>
        <translation>已保留 {count} 个</translation>
    </message>
    <message>
        <source>Width to height</source>
        <translation>宽高比</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Write W:H with whole numbers up to 999</source>
        <translation>请按 宽:高 填写，整数，不超过 999</translation>
    </message>
    <message>
        <source>Width : height</source>
        <translation>宽 : 高</translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>ShortcutEditor</name>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Actions and their keys</source>
        <translation>操作及其按键</translation>
    </message>
    <message>
        <source>New keys</source>
        <translation>新按键</translation>
    </message>
    <message>
        <source>Press the keys that the action is to have</source>
        <translation>按下要使用的按键</translation>
    </message>
    <message>
        <source>No keys</source>
        <translation>不用按键</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>恢复默认</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>全部恢复</translation>
    </message>
    <message>
        <source>Mark an action, then press keys in the field</source>
        <translation>选中一个操作，然后在输入框中按键</translation>
    </message>
    <message>
        <source>{keys} does “{title}” now, which would lose it</source>
        <translation>{keys} 目前用于“{title}”，改用后它将失去此按键</translation>
    </message>
    <message>
        <source>{keys} is free</source>
        <translation>{keys} 可以使用</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>改为此操作</translation>
    </message>
    <message>
        <source>Assign</source>
        <translation>设定</translation>
    </message>
</context>
<context>
    <name>Shortcuts</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>更改…</translation>
    </message>
</context>
<context>
    <name>SidePanel</name>
    <message>
        <source>Compare {count}</source>
        <translation>对比 {count} 个</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>First frame: {score}</source>
        <translation>首帧得分：{score}</translation>
    </message>
    <message>
        <source>Chosen cover: {gain}</source>
        <translation>所选封面：{gain}</translation>
    </message>
    <message>
        <source>Compare (Ctrl+click)</source>
        <translation>加入对比（Ctrl+单击）</translation>
    </message>
    <message>
        <source>Remove this frame</source>
        <translation>移除此帧</translation>
    </message>
    <message>
        <source>own frame</source>
        <translation>自选帧</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>已编辑</translation>
    </message>
    <message>
        <source>adjusted</source>
        <translation>已调整</translation>
    </message>
</context>
<context>
    <name>Swatches</name>
    <message>
        <source>White</source>
        <translation>白色</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>黑色</translation>
    </message>
    <message>
        <source>Yellow</source>
        <translation>黄色</translation>
    </message>
    <message>
        <source>Orange</source>
        <translation>橙色</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>红色</translation>
    </message>
    <message>
        <source>Pink</source>
        <translation>粉色</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>蓝色</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>绿色</translation>
    </message>
    <message>
        <source>Cream</source>
        <translation>米色</translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>灰色</translation>
    </message>
    <message>
        <source>Light yellow</source>
        <translation>浅黄</translation>
    </message>
    <message>
        <source>Light orange</source>
        <translation>浅橙</translation>
    </message>
    <message>
        <source>Light red</source>
        <translation>浅红</translation>
    </message>
    <message>
        <source>Light pink</source>
        <translation>浅粉</translation>
    </message>
    <message>
        <source>Light blue</source>
        <translation>浅蓝</translation>
    </message>
    <message>
        <source>Light green</source>
        <translation>浅绿</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>The colour that can be read best on the picture</source>
        <translation>在画面上最清晰易读的颜色</translation>
    </message>
    <message>
        <source>Dark behind light letters, light behind dark ones</source>
        <translation>浅色文字配深色，深色文字配浅色</translation>
    </message>
    <message>
        <source>Other…</source>
        <translation>其他…</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Filmstrip</source>
        <translation>胶片条</translation>
    </message>
    <message>
        <source>The filmstrip appears here</source>
        <translation>胶片条将显示在此处</translation>
    </message>
    <message>
        <source>Previous frame</source>
        <translation>上一帧</translation>
    </message>
    <message>
        <source>Next frame</source>
        <translation>下一帧</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>总分</translation>
    </message>
    <message>
        <source>Show in the curve: {part}</source>
        <translation>在曲线中显示：{part}</translation>
    </message>
</context>
<context>
    <name>Title</name>
    <message>
        <source>System font</source>
        <translation>系统字体</translation>
    </message>
    <message>
        <source>With serifs</source>
        <translation>衬线字体</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>字号</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>描边</translation>
    </message>
    <message>
        <source>Shadow</source>
        <translation>阴影</translation>
    </message>
    <message>
        <source>Box behind</source>
        <translation>背景框</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>细体</translation>
    </message>
    <message>
        <source>Regular</source>
        <translation>常规</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>中等</translation>
    </message>
    <message>
        <source>Semibold</source>
        <translation>半粗</translation>
    </message>
    <message>
        <source>Bold</source>
        <translation>粗体</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>特粗</translation>
    </message>
    <message>
        <source>Align left</source>
        <translation>左对齐</translation>
    </message>
    <message>
        <source>Centre</source>
        <translation>居中</translation>
    </message>
    <message>
        <source>Align right</source>
        <translation>右对齐</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Words of the title</source>
        <translation>标题文字</translation>
    </message>
    <message>
        <source>Write the title</source>
        <translation>输入标题</translation>
    </message>
    <message>
        <source>Enter begins a line; Esc goes back to the picture</source>
        <translation>回车换行；Esc 回到画面</translation>
    </message>
    <message>
        <source>Font</source>
        <translation>字体</translation>
    </message>
    <message>
        <source>Font: type a part of its name to find it</source>
        <translation>字体：输入名称的一部分即可查找</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>字重</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Colour of the box</source>
        <translation>背景框颜色</translation>
    </message>
    <message>
        <source>Place by itself</source>
        <translation>自动摆放</translation>
    </message>
    <message>
        <source>In this shape, off the faces and inside the safe area</source>
        <translation>在此比例下避开人脸，并留在安全区内</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Aa</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>In a feed, the length of the video lies over it</source>
        <translation>在信息流中会被视频时长遮住</translation>
    </message>
    <message>
        <source>Too small to read in a feed: letters of {pixels} px, at least {least} are needed</source>
        <translation>在信息流中太小，看不清：字高 {pixels} 像素，至少需要 {least} 像素</translation>
    </message>
    <message>
        <source>Large enough for a feed: letters of {pixels} px</source>
        <translation>在信息流中看得清：字高 {pixels} 像素</translation>
    </message>
    <message>
        <source>Does not fit, even in the smallest letters: the end is left out</source>
        <translation>用最小字号也放不下，末尾已省略</translation>
    </message>
    <message>
        <source>No font here has: {letters}</source>
        <translation>本机没有字体包含：{letters}</translation>
    </message>
    <message>
        <source>Covers a face</source>
        <translation>遮住了人脸</translation>
    </message>
    <message>
        <source>Hard to read: contrast of {contrast} : 1, at least {least} is needed</source>
        <translation>不易辨认：对比度 {contrast} : 1，至少需要 {least} : 1</translation>
    </message>
    <message>
        <source>Easy to read: contrast {contrast} : 1, letters of {pixels} px in a feed</source>
        <translation>清晰易读：对比度 {contrast} : 1，在信息流中字高 {pixels} 像素</translation>
    </message>
    <message>
        <source>Can be read: contrast {contrast} : 1, letters of {pixels} px in a feed</source>
        <translation>可以辨认：对比度 {contrast} : 1，在信息流中字高 {pixels} 像素</translation>
    </message>
    <message>
        <source>Set smaller than chosen, to fit</source>
        <translation>字号已缩小以便放下</translation>
    </message>
</context>
<context>
    <name>ViewMenu</name>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Compute on</source>
        <translation>计算设备(&amp;C)</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Open…</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>All candidates rejected</source>
        <translation>已否决全部候选</translation>
    </message>
    <message>
        <source>Press {key} to analyse again, or drop something else here</source>
        <translation>按 {key} 重新分析，或把其他文件拖到这里</translation>
    </message>
    <message>
        <source>or press {key}</source>
        <translation>或按 {key}</translation>
    </message>
    <message>
        <source>Cancelled before anything was found</source>
        <translation>已取消，尚未找到候选封面</translation>
    </message>
    <message>
        <source>No cover found here</source>
        <translation>没有找到合适的封面</translation>
    </message>
    <message>
        <source>Drop a video or pictures here</source>
        <translation>将视频或图片拖到这里</translation>
    </message>
</context>
</TS>
