package org.guitu.desk;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Locale;
import org.guitu.office.CardIndex;
import org.guitu.office.Office;
import org.guitu.office.Overviews;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.HttpEncodingAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.MultipartAutoConfiguration;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.i18n.SessionLocaleResolver;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/** What the desk is put together from; only what is named here is set up. */
@Configuration(proxyBeanMethods = false)
@Import(DeskSecurity.class)
@ImportAutoConfiguration({
    TomcatServletWebServerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    ErrorMvcAutoConfiguration.class,
    HttpEncodingAutoConfiguration.class,
    MultipartAutoConfiguration.class
})
class DeskBeans {
    @Bean
    DeskPages deskPages(Office office, Mail mail, Entry entry, Dispatch dispatch, Officers officers, Acts acts) {
        return new DeskPages(office, mail, entry, dispatch, officers, acts);
    }

    /** Dropped with the desk. */
    @Bean
    CardIndex cards(Office office) {
        return new CardIndex(office);
    }

    @Bean
    InboxPages inboxPages(DeskPages pages, Office office, CardIndex cards, Clock clock) {
        return new InboxPages(pages, office, cards, clock);
    }

    @Bean
    FlashPages flashPages(DeskPages pages, Office office) {
        return new FlashPages(pages, office);
    }

    @Bean
    FirstPage firstPage(InboxPages inbox, ThymeleafViewResolver views) {
        return new FirstPage(inbox, views);
    }

    @Bean
    ConversationPages conversationPages(DeskPages pages, Office office, Acts acts, Clock clock) {
        return new ConversationPages(pages, office, acts, clock);
    }

    @Bean
    Overviews overviews(Office office) {
        return new Overviews(office);
    }

    @Bean
    Watching watching(Overviews overviews) {
        return new Watching(overviews);
    }

    @Bean
    OversightPages oversightPages(
            DeskPages pages, Office office, Overviews overviews, Dispatch dispatch, Acts acts, Clock clock) {
        return new OversightPages(pages, office, overviews, dispatch, acts, clock);
    }

    @Bean
    MediaPages mediaPages(Office office) {
        return new MediaPages(office);
    }

    @Bean
    DeskProblems deskProblems(DeskPages pages) {
        return new DeskProblems(pages);
    }

    @Bean
    Officers officers(Office office) {
        return new Officers(office);
    }

    @Bean
    Acts acts(Office office) {
        return new Acts(office);
    }

    @Bean
    LoginPages loginPages(Officers officers, Acts acts, DeskPages pages, Clock clock) {
        return new LoginPages(officers, acts, pages, clock);
    }

    @Bean
    DraftPages draftPages(DeskPages pages, Office office, Dispatch dispatch, Officers officers, Acts acts) {
        return new DraftPages(pages, office, dispatch, officers, acts);
    }

    @Bean
    SentPages sentPages(DeskPages pages, Office office) {
        return new SentPages(pages, office);
    }

    @Bean
    DeskErrors deskErrors(Officers officers) {
        return new DeskErrors(officers);
    }

    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> unheard() {
        return Unheard::serve;
    }

    @Bean
    MessageSource messageSource() {
        var source = new ResourceBundleMessageSource();
        source.setBasename(Words.BUNDLE);
        source.setDefaultEncoding(StandardCharsets.UTF_8.name());
        source.setFallbackToSystemLocale(false);
        source.setAlwaysUseMessageFormat(true);
        return source;
    }

    /** The language that was chosen at the page, else that in which the desk was opened. */
    @Bean
    LocaleResolver localeResolver(Locale opened) {
        var resolver = new SessionLocaleResolver();
        resolver.setDefaultLocale(opened);
        return resolver;
    }

    @Bean
    ThymeleafViewResolver pages(MessageSource words) {
        var templates = new ClassLoaderTemplateResolver();
        templates.setPrefix("org/guitu/desk/templates/");
        templates.setSuffix(".html");
        templates.setCharacterEncoding(StandardCharsets.UTF_8.name());
        var engine = new SpringTemplateEngine();
        engine.setTemplateResolver(templates);
        engine.setMessageSource(words);
        var resolver = new ThymeleafViewResolver();
        resolver.setTemplateEngine(engine);
        resolver.setCharacterEncoding(StandardCharsets.UTF_8.name());
        return resolver;
    }
}
